import LacunaCore

/// Missing cells as a learnt constant a feature, which starts at 0.
public struct LearnedInput: EncoderInput {
    public static let name = "learned"
    public static let summary = "missing cells as a learnt constant a feature"
    public static let references = [Reference.miwae]

    public init() {}

    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        scope.tape.select(
            observed, values, else: scope.parameter("fill", TensorShape(features: values.shape.features)))
    }
}
