/// How the draws of a missing number stand to the number itself.
///
/// Where a method is calibrated, the truth and its m draws are exchangeable, so that the rank of the truth among them is
/// uniform on 0 … m. Everything here rests on that alone: no density is estimated, and no finite m biases a figure.
public struct DrawScore: Sendable, Equatable {
    /// Number of draws, at least 2.
    public let drawCount: Int
    /// Draws below the truth.
    public let belowCount: Int
    /// Draws equal to the truth.
    public let tieCount: Int
    /// The fair continuous ranked probability score, in the unit of the draws: lower is better.
    ///
    /// mean |xᵢ − y| − Σᵢⱼ |xᵢ − xⱼ| / (2 m (m − 1)), whose expectation over draws is the score of the distribution that
    /// they come from, for any m (Ferro 2014, *Fair scores for ensemble forecasts*). It can fall below 0 for one number.
    public let continuousRankedProbabilityScore: Double

    /// The score of draws.
    ///
    /// - Parameters:
    ///   - draws: At least 2 finite numbers, in any order.
    ///   - truth: The number that they stand for.
    public init(draws: [Double], truth: Double) {
        precondition(draws.count > 1, "at least 2 draws")
        let count = Double(draws.count)
        drawCount = draws.count
        belowCount = draws.count { $0 < truth }
        tieCount = draws.count { $0 == truth }
        // Σᵢⱼ |xᵢ − xⱼ| / 2 is Σ (2i + 1 − m) xᵢ over the sorted draws, i from 0.
        var distance = 0.0, spread = 0.0
        for (index, draw) in draws.sorted().enumerated() {
            distance += abs(draw - truth)
            // Draws beside the truth keep their digits, however far both lie from 0.
            spread += (2 * Double(index) + 1 - count) * (draw - truth)
        }
        continuousRankedProbabilityScore = distance / count - spread / (count * (count - 1))
    }

    /// The share of the truth that lies within the central interval of a level, between 0 and 1.
    ///
    /// A truth of rank r among m draws is spread evenly over [r / (m + 1), (r + 1) / (m + 1)], and one that equals t of
    /// the draws over the t + 1 ranks that it could have; the share is how much of that lies within
    /// [(1 − level) / 2, (1 + level) / 2]. It is the mean of what a rank randomised within its gap would give, without the
    /// randomness, and its expectation for exchangeable draws is the level exactly, for any m and with or without ties.
    /// The interval between two order statistics would be too short: it holds whole ranks only.
    ///
    /// Draws that miss the truth altogether have a share of 0 only where a gap fits beside the interval, with
    /// m ≥ 2 / (1 − level) − 1: 3 draws for the level .5, 19 for .9.
    public func coverage(level: Double) -> Double {
        let gap = 1 / Double(drawCount + 1)
        let lower = max(Double(belowCount) * gap, (1 - level) / 2)
        let upper = min(Double(belowCount + tieCount + 1) * gap, (1 + level) / 2)
        return max(upper - lower, 0) / (Double(tieCount + 1) * gap)
    }
}
