import LacunaCore

/// Removes cells of one column with probability σ(score + intercept), where the intercept makes the expected share a
/// given rate.
///
/// The expected share rises with the intercept from 0 to 1, so that every rate between is reached, whatever the scores.
struct CalibratedLogistic {
    /// The score of each row, in logits.
    private let scores: [Double]
    /// What is added to each score.
    let intercept: Double

    /// Finds the intercept by bisection.
    ///
    /// - Parameters:
    ///   - scores: The score of each row, in logits.
    ///   - counted: Whether each row's cell counts towards the rate.
    ///   - rate: The expected share of those cells that go, between 0 and 1.
    init(scores: [Double], counted: [Bool], rate: Double) {
        self.scores = scores
        let relevant = zip(scores, counted).compactMap { $1 ? $0 : nil }
        let logit = Double.log(rate) - Double.log(onePlus: -rate)
        // With the least or the greatest score in place of all, the share would be the rate at these.
        var low = logit - (relevant.max() ?? 0), high = logit - (relevant.min() ?? 0)
        while high - low > 1e-12 * max(1, abs(low), abs(high)) {
            let middle = low + (high - low) / 2
            var sum = 0.0
            for score in relevant { sum += Self.probability(score + middle) }
            if sum < rate * Double(relevant.count) { low = middle } else { high = middle }
        }
        intercept = low + (high - low) / 2
    }

    /// The probability that the cell of a row goes.
    func probability(row: Int) -> Double { Self.probability(scores[row] + intercept) }

    /// Removes cells of a column; each row takes one number of the stream, whether its cell is there or not.
    func removeCells(ofColumn column: Int, columnCount: Int, from kept: inout [Bool], using stream: RandomStream) {
        var stream = stream
        for row in scores.indices where stream.uniform() < probability(row: row) {
            kept[row * columnCount + column] = false
        }
    }

    private static func probability(_ logit: Double) -> Double { 1 / (1 + Double.exp(-logit)) }
}
