import LacunaCore

/// log (1/I) Σ w: the importance-weighted bound (Burda et al. 2016; Mattei and Frellsen 2019, equation 5).
///
/// It rises with the number of draws and reaches log p(x_o) in the limit. With a mixture whose draws are ancestral it is
/// MissIWAE's bound (Simkus and Gutmann 2024).
public struct ImportanceWeightedBound: LogWeightBound {
    public static let name = "importanceWeighted"
    public static let aliases = ["iwelbo", "iwae"]
    public static let summary = "the logarithm of the mean of the weights"
    public static let references = [Reference.importanceWeighting, Reference.miwae]

    public static let keyDescriptions = [
        KeyDescription("importanceSampleCount", "draws a row", .between(1, 100_000)),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// Draws a row.
    public var importanceSampleCount = 20
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public var budget: SampleBudget { .total(importanceSampleCount) }

    public init() {}

    /// A bound with a number of draws.
    public init(importanceSampleCount: Int = 20, gradient: Choice<GradientEstimators> = "total") {
        self.importanceSampleCount = importanceSampleCount
        self.gradient = gradient
    }

    /// A bound with a gradient estimator.
    public init(importanceSampleCount: Int = 20, gradient: some GradientEstimator) {
        self.init(importanceSampleCount: importanceSampleCount, gradient: Choice(gradient))
    }

    public func combine(_ weights: LogWeights) -> Tensor { weights.values.logMeanExp(over: .samples) }

    public func influence(of weights: LogWeights) -> DrawInfluence? {
        let share = weights.values.softmax(over: .samples)
        return DrawInfluence(share: share, normalisedWeight: share)
    }
}
