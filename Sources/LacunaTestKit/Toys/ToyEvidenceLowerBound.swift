import LacunaCore

/// The evidence lower bound with one draw and an estimator given in code.
struct ToyEvidenceLowerBound: LogWeightBound {
    static let name = "toyEvidenceLowerBound"
    static let summary = "the log-weight of one draw"

    var gradient: Choice<GradientEstimators> = "total"
    var budget: SampleBudget { .total(1) }

    init() {}

    init(_ estimator: some GradientEstimator) { gradient = Choice(estimator) }

    func combine(_ weights: LogWeights) -> Tensor { weights.values.mean(over: .samples) }

    func influence(of weights: LogWeights) -> DrawInfluence? { nil }
}

/// The plain reparametrised gradient.
struct ToyTotalGradient: GradientEstimator {
    static let name = "total"
    static let summary = "the gradient of the value itself"
}
