import LacunaCore

/// E_q[log w], averaged over samples: the evidence lower bound.
public struct EvidenceLowerBound: LogWeightBound {
    public static let name = "evidenceLowerBound"
    public static let aliases = ["elbo"]
    public static let summary = "the mean of the log-weights"
    public static let references = [Reference.variationalAutoencoder]

    /// Draws a row.
    public var sampleCount = 1
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    public func problems() -> [ConfigurationProblem] {
        (1...100_000).contains(sampleCount)
            ? []
            : [ConfigurationProblem(key: "sampleCount", message: "must lie between 1 and 100000, not \(sampleCount)")]
    }

    public func combine(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor {
        logWeights.mean(over: .samples)
    }

    public func normalisedWeights(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor? { nil }
}
