import LacunaCore

/// log Σ_k π_k (1/I) Σ_i w(z_ik): the importance-weighted bound of a mixture with draws from every component.
///
/// w has the whole mixture in its denominator (Simkus and Gutmann 2024, MissSIWAE; Morningstar et al. 2021). The loose
/// form Σ_k π_k log (1/I) Σ_i w(z_ik) of Shi et al. 2019 never exceeds it. In nats a row.
public struct StratifiedImportanceWeightedBound: LogWeightBound {
    public static let name = "stratifiedImportanceWeighted"
    public static let aliases = ["stratifiedIwelbo", "siwae"]
    public static let summary = "the logarithm of the mean of the weights, with draws from every component of a mixture"
    public static let references = [
        Reference.mixtureFamilies, Reference.stratifiedImportanceWeighting, Reference.mixtureOfExpertsBound,
    ]

    public static let keyDescriptions = [
        KeyDescription("importanceSampleCount", "draws a row from each component", .between(1, 100_000)),
        KeyDescription(
            "totalSampleCount",
            "draws a row from all components together, in place of importanceSampleCount; null for none",
            .between(1, 100_000)),
        KeyDescription("loose", "whether the logarithm is taken for each component by itself, which is a looser bound"),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// Draws a row from each component.
    public var importanceSampleCount = 1
    /// Draws a row from all components together, in place of `importanceSampleCount`; `null` for none.
    public var totalSampleCount: Int?
    /// Whether the logarithm is taken for each component by itself, which is a looser bound.
    public var loose = false
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public var servesStrata: Bool { true }
    public var budget: SampleBudget { totalSampleCount.map { .total($0) } ?? .perStratum(importanceSampleCount) }

    public init() {}

    /// A bound with a number of draws; `nil` stands for the default gradient estimator.
    public init(
        importanceSampleCount: Int = 1, totalSampleCount: Int? = nil, loose: Bool = false,
        gradient: (any GradientEstimator)? = nil
    ) {
        self.importanceSampleCount = importanceSampleCount
        self.totalSampleCount = totalSampleCount
        self.loose = loose
        if let gradient { self.gradient = Choice(gradient) }
    }

    public func combine(_ weights: LogWeights) -> Tensor {
        guard let logShares = weights.logShares else { return weights.values.logMeanExp(over: .samples) }
        guard loose else { return (weights.values + logShares).logSumExp(over: .samples) }
        let bounds = weights.byStratum(weights.values).logMeanExp(over: .features)
        return (weights.byStratum(logShares.exp()).sum(over: .features) * bounds).sum(over: .samples)
    }

    public func influence(of weights: LogWeights) -> DrawInfluence? {
        guard let logShares = weights.logShares else {
            let share = weights.values.softmax(over: .samples)
            return DrawInfluence(share: share, normalisedWeight: share)
        }
        guard loose else {
            let share = (weights.values + logShares).softmax(over: .samples)
            return DrawInfluence(share: share, normalisedWeight: share)
        }
        let normalised = weights.byStratum(weights.values).softmax(over: .features)
        let share = weights.byStratum(logShares.exp()).sum(over: .features) * normalised
        let shape = weights.values.shape
        return DrawInfluence(share: share.reshaped(to: shape), normalisedWeight: normalised.reshaped(to: shape))
    }
}
