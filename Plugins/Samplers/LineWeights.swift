/// The weights of a grid's points along the lines of one axis: how many points of a line they are spread over.
struct LineWeights {
    private let sideCount: Int
    /// Σ w of each line.
    private var sums: [Double]
    /// Σ w² of each line.
    private var squares: [Double]
    /// Σ w of the first and the last points of all lines.
    private var edge = 0.0

    /// No weights yet.
    ///
    /// - Parameter sideCount: Points of a line, and lines.
    init(sideCount: Int) {
        self.sideCount = sideCount
        sums = [Double](repeating: 0, count: sideCount)
        squares = sums
    }

    /// Takes the weight of a point.
    ///
    /// - Parameters:
    ///   - weight: Above 0.
    ///   - place: Which point of its line.
    ///   - line: Which line.
    mutating func add(_ weight: Double, at place: Int, ofLine line: Int) {
        sums[line] += weight
        squares[line] += weight * weight
        if place == 0 || place == sideCount - 1 { edge += weight }
    }

    /// One over the mean of Σ w̃² of a line, w̃ being the shares of its points, over all lines by their weight: (Σ w)²/Σ w²
    /// of a single line, and of any number of lines that are alike.
    var effectivePointCount: Double {
        var total = 0.0, mean = 0.0
        for (sum, square) in zip(sums, squares) where sum > 0 {
            total += sum
            mean += square / sum
        }
        return mean > 0 ? total / mean : 0
    }

    /// The share of the first and the last points of all lines in all weights.
    var edgeShare: Double { edge / sums.reduce(0, +) }
}
