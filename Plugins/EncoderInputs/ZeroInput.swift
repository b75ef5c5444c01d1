import LacunaCore

/// Missing cells as 0, which is the column's mean after standardisation (Nazabal et al. 2020; Mattei and Frellsen 2019).
public struct ZeroInput: EncoderInput {
    public static let name = "zero"
    public static let summary = "missing cells as 0, the column's mean"
    public static let references = [Reference.miwae, Reference.heterogeneousTables]

    public init() {}

    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        scope.tape.select(observed, values, else: scope.tape.constant(0))
    }
}
