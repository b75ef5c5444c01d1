import LacunaCore

/// The observed features as a set: Σ over the observed j of h([x_j · e_j, e_j]).
///
/// e_j is a learnt embedding of feature j, and h the same dense layers for every feature, each followed by the
/// activation. The sum does not depend on the order of the features, and a row of which nothing is observed gives zeros
/// (Ma et al. 2019; Qi et al. 2017). Result: rows × 1 × `codeWidth`.
public struct SetEncoderInput: EncoderInput {
    public static let name = "setEncoder"
    public static let aliases = ["eddi", "pointNet"]
    public static let summary = "a sum of learnt codes of the observed features, in whatever order"
    public static let references = [Reference.partialAutoencoder, Reference.pointNet]

    public static let keyDescriptions = [
        KeyDescription("embeddingWidth", "numbers that embed a feature", .between(1, 65_536)),
        KeyDescription(
            "hidden", "units of each hidden layer of the network of one feature; none for a network of one layer",
            .between(1, 65_536)),
        KeyDescription("codeWidth", "numbers of the code that is summed over the features", .between(1, 65_536)),
        KeyDescription(
            "activation", "non-linearity of all layers of the network of one feature, the last one included"),
    ]

    /// Numbers that embed a feature.
    public var embeddingWidth = 10
    /// Units of each hidden layer of h; empty for h with one layer.
    public var hidden = [64]
    /// Numbers of the code that is summed over the features.
    public var codeWidth = 64
    /// The non-linearity of all layers of h, the last one included.
    public var activation = Activation.relu

    public init() {}

    /// A sum of codes of given widths.
    public init(embeddingWidth: Int = 10, hidden: [Int] = [64], codeWidth: Int = 64, activation: Activation = .relu) {
        self.embeddingWidth = embeddingWidth
        self.hidden = hidden
        self.codeWidth = codeWidth
        self.activation = activation
    }

    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        let tape = scope.tape, zero = scope.tape.constant(0)
        // Features lie along the samples, so that the layers are shared by all of them.
        let isObserved = observed.transposed()
        let cells = tape.select(isObserved, values.transposed(), else: zero)
        let shape = TensorShape(samples: values.shape.features, features: embeddingWidth)
        let embeddings = scope.parameter("embeddings", shape, initial: .normal(standardDeviation: 1))
        var codes = tape.concatenate([cells * embeddings, embeddings], along: .features)
        let gain = Initializer.orthogonal(gain: activation == .relu ? 2.0.squareRoot() : 1)
        for (index, units) in hidden.enumerated() {
            codes = scope["layer\(index)"].linear(codes, width: units, activation: activation, weightInitial: gain)
        }
        codes = scope["output"].linear(codes, width: codeWidth, activation: activation, weightInitial: gain)
        return tape.select(isObserved, codes, else: zero).sum(over: .samples)
    }
}
