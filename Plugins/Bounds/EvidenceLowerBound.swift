import LacunaCore

/// E_q[log w], averaged over samples: the evidence lower bound.
///
/// With a mixture whose draws are ancestral it is MissVAE's bound (Simkus and Gutmann 2024).
public struct EvidenceLowerBound: LogWeightBound {
    public static let name = "evidenceLowerBound"
    public static let aliases = ["elbo"]
    public static let summary = "the mean of the log-weights"
    public static let references = [Reference.variationalAutoencoder]

    public static let keyDescriptions = [
        KeyDescription("sampleCount", "draws a row", .between(1, 100_000)),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// Draws a row.
    public var sampleCount = 1
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    /// A bound with a number of draws; `nil` stands for the default gradient estimator.
    public init(sampleCount: Int = 1, gradient: (any GradientEstimator)? = nil) {
        self.sampleCount = sampleCount
        if let gradient { self.gradient = Choice(gradient) }
    }

    public var budget: SampleBudget { .total(sampleCount) }

    public func combine(_ weights: LogWeights) -> Tensor { weights.values.mean(over: .samples) }

    public func influence(of weights: LogWeights) -> DrawInfluence? { nil }
}
