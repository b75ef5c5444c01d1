import LacunaCore

/// Steps against the gradient, on request with momentum (Robbins and Monro 1951; Polyak 1964).
public struct StochasticGradientDescent: Optimizer {
    public static let name = "sgd"
    public static let summary = "steps against the gradient, with momentum on request"
    public static let references = [Reference.stochasticApproximation]

    public static let keyDescriptions = [
        KeyDescription("learningRate", "step size", .above(0)),
        KeyDescription("momentum", "share of the last step that is taken again", .atLeast(0, below: 1)),
    ]

    /// The step size.
    public var learningRate = 1e-2
    /// The share of the last step that is taken again.
    public var momentum = 0.0

    public init() {}

    /// Descent at a rate, with momentum.
    public init(learningRate: Double = 1e-2, momentum: Double = 0) {
        self.learningRate = learningRate
        self.momentum = momentum
    }

    public var stateCount: Int { 1 }

    public func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double) {
        slice.descend(learningRate: learningRate, momentum: momentum, gradientScale: gradientScale)
    }
}
