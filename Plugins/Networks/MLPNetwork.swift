import LacunaCore

/// A multilayer perceptron.
public struct MLPNetwork: Network {
    public static let name = "mlp"
    public static let summary = "dense layers, one after the other"
    public static let references = [Reference.miwae]

    public static let keyDescriptions = [
        KeyDescription("hidden", "units of each hidden layer", .between(1, 65_536)),
        KeyDescription("activation", "non-linearity of the hidden layers"),
        KeyDescription("dropout", "share of hidden units that training silences at random", Dropout.shares),
    ]

    /// Units of each hidden layer.
    public var hidden = [128, 128, 128]
    /// The non-linearity of the hidden layers.
    public var activation = Activation.tanh
    /// The share of hidden units that training silences at random (Srivastava et al. 2014).
    public var dropout = 0.0

    public init() {}

    /// A perceptron with given layers.
    public init(hidden: [Int] = [128, 128, 128], activation: Activation = .tanh, dropout: Double = 0) {
        self.hidden = hidden
        self.activation = activation
        self.dropout = dropout
    }

    public func problems() -> [ConfigurationProblem] {
        hidden.isEmpty
            ? [ConfigurationProblem(key: "hidden", message: "must be a list of at least one width, not []")] : []
    }

    public func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor {
        var features = input
        for (index, units) in hidden.enumerated() {
            features = scope["layer\(index)"].linear(
                features, width: units, activation: activation,
                weightInitial: .orthogonal(gain: activation == .relu ? 2.0.squareRoot() : 1))
            features = Dropout.apply(
                dropout, to: features,
                purpose: "dropout.\(scope.group.rawValue).\(scope.path.joined(separator: ".")).\(index)", mode: mode)
        }
        return scope["output"].linear(features, width: width)
    }
}
