import LacunaCore

/// Σ_k π_k E_{q_k}[log w]: the evidence lower bound of a mixture with draws from every component.
///
/// w has the whole mixture in its denominator (Simkus and Gutmann 2024, MissSVAE; Roeder et al. 2017). In nats a row.
public struct StratifiedEvidenceLowerBound: LogWeightBound {
    public static let name = "stratifiedEvidenceLowerBound"
    public static let aliases = ["stratifiedElbo"]
    public static let summary = "the mean of the log-weights, with draws from every component of a mixture"
    public static let references = [Reference.mixtureFamilies]

    public static let keyDescriptions = [
        KeyDescription("sampleCount", "draws a row from each component", .between(1, 100_000)),
        KeyDescription(
            "totalSampleCount", "draws a row from all components together, in place of sampleCount; null for none",
            .between(1, 100_000)),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// Draws a row from each component.
    public var sampleCount = 1
    /// Draws a row from all components together, in place of `sampleCount`; `null` for none.
    public var totalSampleCount: Int?
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public var servesStrata: Bool { true }
    public var budget: SampleBudget { totalSampleCount.map { .total($0) } ?? .perStratum(sampleCount) }

    public init() {}

    /// A bound with a number of draws; `nil` stands for the default gradient estimator.
    public init(sampleCount: Int = 1, totalSampleCount: Int? = nil, gradient: (any GradientEstimator)? = nil) {
        self.sampleCount = sampleCount
        self.totalSampleCount = totalSampleCount
        if let gradient { self.gradient = Choice(gradient) }
    }

    public func combine(_ weights: LogWeights) -> Tensor {
        guard let logShares = weights.logShares else { return weights.values.mean(over: .samples) }
        return (logShares.exp() * weights.values).sum(over: .samples)
    }

    public func influence(of weights: LogWeights) -> DrawInfluence? { nil }
}
