import LacunaCore

/// Cells are missing at random given what is observed: the factor p(s | x) is left out (Rubin 1976).
public struct IgnorableMissingness: MissingnessModel {
    public static let name = "ignorable"
    public static let aliases = ["mar", "mcar"]
    public static let summary = "missing (completely) at random: the pattern says nothing about the values"
    public static let references = [Reference.inferenceAndMissingData]

    public var isIgnorable: Bool { true }

    public init() {}

    public func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor {
        scope.tape.constant(0).broadcast(
            to: TensorShape(rows: values.shape.rows, samples: values.shape.samples))
    }
}
