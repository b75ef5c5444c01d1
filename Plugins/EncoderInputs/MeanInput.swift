import LacunaCore

/// Missing cells as the mean of the feature's observed cells; of a category, as its frequency.
///
/// For columns that were standardised by their own observed cells the mean is 0, as `zero` has it. It is another where
/// they were standardised otherwise, and for binary and categorical columns. The means are taken from the rows of the
/// fit and belong to the model: training does not move them, and the model file keeps them.
public struct MeanInput: EncoderInput {
    public static let name = "mean"
    public static let summary = "missing cells as the mean of the feature's observed cells, categories as frequencies"
    public static let references = [Reference.miwae]

    public init() {}

    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        let means = scope.fixed("means", TensorShape(features: values.shape.features), initial: .featureMeans)
        return scope.tape.select(observed, values, else: means)
    }
}
