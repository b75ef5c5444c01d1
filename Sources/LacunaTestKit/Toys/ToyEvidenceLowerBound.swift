import LacunaCore

/// The evidence lower bound with one draw and an estimator given in code.
struct ToyEvidenceLowerBound: LogWeightBound {
    static let name = "toyEvidenceLowerBound"
    static let summary = "the log-weight of one draw"

    var gradient: Choice<GradientEstimators> = "total"
    var sampleCount: Int { 1 }

    init() {}

    init(_ estimator: some GradientEstimator) { gradient = Choice(estimator) }

    func combine(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor { logWeights.mean(over: .samples) }

    func normalisedWeights(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor? { nil }
}

/// The plain reparametrised gradient.
struct ToyTotalGradient: GradientEstimator {
    static let name = "total"
    static let summary = "the gradient of the value itself"
}
