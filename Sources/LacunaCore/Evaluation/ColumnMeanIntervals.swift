/// Intervals for the mean of a column from m completed tables.
///
/// There are two, for two questions. Rubin's rules answer for the mean of the population that the rows were drawn from:
/// their variance W + (1 + 1/m) B counts the sampling of rows in W. Where the truth is the mean of the very rows of the
/// table before cells were removed, only the imputation is uncertain, and (1 + 1/m) B alone is the variance of what is
/// unknown: the truth and the m means are exchangeable where the imputation is proper, so that Student's t with m − 1
/// degrees of freedom gives the nominal coverage for means that are near normal.
public struct ColumnMeanIntervals: Sendable {
    /// Rubin's rules over the means and their standard errors, with Barnard and Rubin's degrees of freedom.
    public let rubin: RubinRules
    /// The same with no sampling variance.
    public let between: RubinRules

    /// Intervals from completed columns.
    ///
    /// - Parameter columns: At least 2 completions of a column, draws × rows, of the same rows, at least 2.
    public init(columns: [[Double]]) {
        let count = Double(columns.first?.count ?? 0)
        let figures = columns.map { RepeatedFigure($0) }
        let means = figures.map(\.mean)
        rubin = RubinRules(
            estimates: means, standardErrors: figures.map { $0.standardDeviation / count.squareRoot() },
            completeDataDegreesOfFreedom: count - 1)
        between = RubinRules(estimates: means, standardErrors: means.map { _ in 0 })
    }
}
