import LacunaCore

/// Adam (Kingma and Ba 2015), on request with the running maximum of AMSGrad (Reddi et al. 2018).
public struct AdamOptimizer: Optimizer {
    public static let name = "adam"
    public static let summary = "steps scaled by running moments of the gradient"
    public static let references = [Reference.adam, Reference.amsgrad]

    public static let keyDescriptions = [
        KeyDescription("learningRate", "step size", .above(0)),
        KeyDescription("beta1", "decay a step of the mean of the gradient", .atLeast(0, below: 1)),
        KeyDescription("beta2", "decay a step of the mean of its square", .atLeast(0, below: 1)),
        KeyDescription("epsilon", "number added to the root of the second moment", .above(0)),
        KeyDescription(
            "weightDecay", "decay a step of the parameters themselves, times the learning rate", .atLeast(0)),
        KeyDescription("amsgrad", "whether the second moment never falls"),
    ]

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

    /// Adam with given constants.
    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0, amsgrad: Bool = false
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.amsgrad = amsgrad
    }

    public var stateCount: Int { amsgrad ? 3 : 2 }

    public func update(_ slice: ParameterSlice, step: Int, learningRate: Double, gradientScale: Double) {
        slice.adam(
            step: step, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay, amsgrad: amsgrad, gradientScale: gradientScale)
    }
}
