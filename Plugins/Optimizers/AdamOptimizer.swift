import LacunaCore

/// Adam (Kingma and Ba 2015), on request with the running maximum of AMSGrad (Reddi et al. 2018).
public struct AdamOptimizer: Optimizer {
    public static let name = "adam"
    public static let summary = "steps scaled by running moments of the gradient"
    public static let references = [Reference.adam, Reference.amsgrad]

    /// The step size.
    public var learningRate = 1e-3
    /// Decay of the mean of the gradient.
    public var beta1 = 0.9
    /// Decay of the mean of its square.
    public var beta2 = 0.999
    /// Added to the root of the second moment.
    public var epsilon = 1e-8
    /// Decay of the parameters themselves a step, times the learning rate (Loshchilov and Hutter 2019).
    public var weightDecay = 0.0
    /// Whether the second moment never falls.
    public var amsgrad = false

    public init() {}

    public func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func check(_ holds: Bool, _ key: String, _ message: String) {
            if !holds { problems.append(ConfigurationProblem(key: key, message: message)) }
        }
        check(learningRate > 0, "learningRate", "must be greater than 0, not \(learningRate)")
        check((0..<1).contains(beta1), "beta1", "must be at least 0 and below 1, not \(beta1)")
        check((0..<1).contains(beta2), "beta2", "must be at least 0 and below 1, not \(beta2)")
        check(epsilon > 0, "epsilon", "must be greater than 0, not \(epsilon)")
        check(weightDecay >= 0, "weightDecay", "must be at least 0, not \(weightDecay)")
        return problems
    }

    public var stateCount: Int { amsgrad ? 3 : 2 }

    public func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double) {
        slice.adam(
            step: step, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay, amsgrad: amsgrad, gradientScale: gradientScale)
    }
}
