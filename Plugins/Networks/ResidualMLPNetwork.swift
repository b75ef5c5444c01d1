import LacunaCore

/// Dense layers with residual blocks: h + W₂ f(W₁ f(h)) (He et al. 2016, pre-activation form).
public struct ResidualMLPNetwork: Network {
    public static let name = "residualMLP"
    public static let summary = "a dense layer, residual blocks of two dense layers each, and a dense layer"
    public static let references = [Reference.residualNetworks]

    public static let keyDescriptions = [
        KeyDescription("blockCount", "number of residual blocks", .between(0, 1_000)),
        KeyDescription("width", "units of every hidden layer", .between(1, 65_536)),
        KeyDescription("activation", "non-linearity inside the blocks"),
        KeyDescription("dropout", "share of units within a block that training silences at random", Dropout.shares),
    ]

    /// Number of residual blocks.
    public var blockCount = 2
    /// Units of every hidden layer.
    public var width = 256
    /// The non-linearity inside the blocks.
    public var activation = Activation.relu
    /// The share of units within a block that training silences at random (Srivastava et al. 2014).
    public var dropout = 0.0

    public init() {}

    /// A network of a number of blocks.
    public init(blockCount: Int = 2, width: Int = 256, activation: Activation = .relu, dropout: Double = 0) {
        self.blockCount = blockCount
        self.width = width
        self.activation = activation
        self.dropout = dropout
    }

    public func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor {
        let gain = Initializer.orthogonal(gain: activation == .relu ? 2.0.squareRoot() : 1)
        var features = scope["input"].linear(input, width: self.width)
        for block in 0..<blockCount {
            let inner = scope["block\(block)"]
            var change = inner["first"].linear(
                features.activated(by: activation), width: self.width, activation: activation, weightInitial: gain)
            change = Dropout.apply(
                dropout, to: change,
                purpose: "dropout.\(scope.group.rawValue).\(scope.path.joined(separator: ".")).\(block)", mode: mode)
            // The second layer starts small, so that a block starts near the identity.
            features =
                features
                + inner["second"].linear(
                    change, width: self.width, weightInitial: .orthogonal(gain: 0.1))
        }
        return scope["output"].linear(features.activated(by: activation), width: width)
    }
}
