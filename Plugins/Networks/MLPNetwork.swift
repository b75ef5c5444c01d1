import LacunaCore

/// A multilayer perceptron.
public struct MLPNetwork: Network {
    public static let name = "mlp"
    public static let summary = "dense layers, one after the other"
    public static let references = [Reference.miwae]

    /// Units of each hidden layer.
    public var hidden = [128, 128, 128]
    /// The non-linearity of the hidden layers.
    public var activation = Activation.tanh
    /// The share of hidden units that training silences at random (Srivastava et al. 2014).
    public var dropout = 0.0

    public init() {}

    /// A perceptron with given layers.
    public init(hidden: [Int], activation: Activation = .tanh) {
        self.hidden = hidden
        self.activation = activation
    }

    public func problems() -> [ConfigurationProblem] {
        var problems = Dropout.problems(dropout)
        if hidden.isEmpty || hidden.contains(where: { $0 < 1 || $0 > 65_536 }) {
            problems.append(
                ConfigurationProblem(
                    key: "hidden", message: "must be a list of at least one width from 1 to 65536, not \(hidden)"))
        }
        return problems
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
