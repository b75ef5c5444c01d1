import LacunaCore

/// Steps against the gradient, on request with momentum (Robbins and Monro 1951; Polyak 1964).
public struct StochasticGradientDescent: Optimizer {
    public static let name = "sgd"
    public static let summary = "steps against the gradient, with momentum on request"
    public static let references = [Reference.stochasticApproximation]

    /// The step size.
    public var learningRate = 1e-2
    /// The share of the last step that is taken again.
    public var momentum = 0.0

    public init() {}

    public func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if learningRate <= 0 {
            problems.append(
                ConfigurationProblem(key: "learningRate", message: "must be greater than 0, not \(learningRate)"))
        }
        if !(0..<1).contains(momentum) {
            problems.append(
                ConfigurationProblem(key: "momentum", message: "must be at least 0 and below 1, not \(momentum)"))
        }
        return problems
    }

    public var stateCount: Int { 1 }

    public func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double) {
        slice.descend(learningRate: learningRate, momentum: momentum, gradientScale: gradientScale)
    }
}
