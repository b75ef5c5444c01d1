/// How a fit in which a column is missing more often in the other direction compares with the one that was kept.
public struct OppositeFit: Codable, Sendable, Equatable {
    /// The mean bound of all rows of the fit that was kept, in nats a row.
    public var keptBound: Double
    /// That of the best fit with the other direction, with the same noise.
    public var bound: Double
    /// The standard error of the mean difference of the rows' bounds.
    public var standardError: Double

    /// A comparison of the same rows' bounds under two fits.
    init(kept: [Double], opposite: [Double]) {
        let count = Double(max(kept.count, 1))
        let differences = zip(kept, opposite).map { $0 - $1 }
        let mean = differences.reduce(0, +) / count
        let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        keptBound = kept.reduce(0, +) / count
        bound = opposite.reduce(0, +) / count
        standardError = count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
    }

    /// Whether the data cannot tell the direction: the fit that was kept is better by less than two standard errors of the
    /// difference (Vuong 1989, for two models that do not contain each other).
    public var isUndecided: Bool { keptBound - bound < 2 * standardError || keptBound <= bound }
}
