import LacunaCore

/// log((1/I) Σ w^(1−α)) / (1 − α): the variational Rényi bound with I draws (Li and Turner 2016; Daudel et al. 2023).
///
/// The logarithm of a power mean of the weights: with α = 0 it is the importance-weighted bound, bit for bit; it falls as α
/// grows, and nears the evidence lower bound as α nears 1. A larger α gives up tightness for gradients of less noise. In nats
/// a row.
public struct RenyiBound: LogWeightBound {
    public static let name = "renyi"
    public static let aliases = ["vrIwae"]
    public static let summary = "the logarithm of a power mean of the weights, between both common bounds"
    public static let references = [Reference.renyiDivergence, Reference.alphaDivergenceBounds]
    public static let keyDescriptions = [
        KeyDescription(
            "alpha", "0 for the importance-weighted bound; nearer to 1, nearer to the ELBO", .between(0, 0.99)),
        KeyDescription("importanceSampleCount", "draws a row", .between(1, 100_000)),
        KeyDescription("gradient", "how the gradient reaches the encoder"),
    ]

    /// The order α of the divergence. At most 0.99: rounding is divided by 1 − α, and at 1 there is `evidenceLowerBound`.
    public var alpha = 0.5
    /// Draws a row.
    public var importanceSampleCount = 20
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    /// A bound of an order with a number of draws.
    public init(alpha: Double, importanceSampleCount: Int, gradient: Choice<GradientEstimators> = "total") {
        self.alpha = alpha
        self.importanceSampleCount = importanceSampleCount
        self.gradient = gradient
    }

    public var budget: SampleBudget { .total(importanceSampleCount) }

    public func combine(_ weights: LogWeights) -> Tensor {
        ((1 - alpha) * weights.values).logMeanExp(over: .samples) / (1 - alpha)
    }

    /// The share s is that of w^(1−α). The factor on a draw's path is 1 − ∂ log s / ∂ log w = α + (1 − α) s, by which the
    /// doubly reparametrised gradient is that of Daudel et al. 2023: Σ (α s + (1 − α) s²) ∂ log w/∂z ∂z/∂φ.
    public func influence(of weights: LogWeights) -> DrawInfluence? {
        let share = ((1 - alpha) * weights.values).softmax(over: .samples)
        return DrawInfluence(share: share, normalisedWeight: alpha + (1 - alpha) * share)
    }
}

extension Reference {
    /// Li and Turner 2016.
    static let renyiDivergence = Reference(
        title: "Rényi divergence variational inference", authors: ["Yingzhen Li", "Richard E. Turner"], year: 2016,
        venue: "Advances in Neural Information Processing Systems 29", identifier: "arXiv:1602.02311")
    /// Daudel, Benton, Shi and Doucet 2023.
    static let alphaDivergenceBounds = Reference(
        title:
            "Alpha-divergence variational inference meets importance weighted auto-encoders: methodology and asymptotics",
        authors: ["Kamélia Daudel", "Joe Benton", "Yuyang Shi", "Arnaud Doucet"], year: 2023,
        venue: "Journal of Machine Learning Research 24", identifier: "arXiv:2210.06226")
}
