import LacunaCore

/// Whether a cell is missing depends on all values of its row, by a logistic regression a column: the log-odds of being
/// observed are A x + b, in standardised units (the agnostic model of Ipsen et al. 2021, section 4).
///
/// It takes nothing for granted, and pays for it: the values of other columns, which are better known than the missing one,
/// explain a pattern nearly as well, so that results vary more between runs than those of self-masking. A starts at 0, where
/// nothing depends on the values, so that the model begins as an ignorable one.
public struct LinearMissingness: MissingnessModel {
    public static let name = "linear"
    public static let aliases = ["agnostic"]
    public static let summary = "each cell by all values of its row: a logistic regression a column"
    public static let references = [Reference.notMissingAtRandom]

    public init() {}

    public var isIgnorable: Bool { false }

    public func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        scope.tape.bernoulliLogDensity(
            pattern, logit: scope.linear(values, width: columns.count, weightInitial: .zeros))
    }
}
