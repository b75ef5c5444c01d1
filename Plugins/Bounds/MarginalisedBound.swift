import LacunaCore

/// MVB-VAE, a control of DeMissVAE: the whole model learns from the observed cells, the posterior being the mixture over the
/// imputations of a row (Simkus and Gutmann 2024, section 4.2).
///
/// Everything maximises 1/K Σ_k [log p(x_o | z^k) + log p(z^k) − log 1/K Σ_j q(z^k | x^j)] with z^k ~ q(z | x^k): at most
/// log p(x_o), whatever the imputations.
public struct MarginalisedBound: ImputedRowBound {
    public static let name = "marginalised"
    public static let aliases = ["mvb"]
    public static let summary = "the whole model learns from observed cells, seen through imputed rows"
    public static let references = [Reference.mixtureFamilies]

    public static let keyDescriptions = imputationKeyDescriptions

    /// Imputations a row, K; a latent is drawn from each.
    public var imputationCount = 5
    /// What advances the imputations.
    public var sampler: Choice<Samplers> = "latentAdaptiveResampling"
    /// Steps by which chains advance them before each gradient step.
    public var updateSteps = 1
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    /// A bound with its imputations, and what advances them; a part that is `nil` is the default.
    public init(
        imputationCount: Int = 5, sampler: (any Sampler)? = nil, updateSteps: Int = 1,
        gradient: (any GradientEstimator)? = nil
    ) {
        self.imputationCount = imputationCount
        if let sampler { self.sampler = Choice(sampler) }
        self.updateSteps = updateSteps
        if let gradient { self.gradient = Choice(gradient) }
    }

    public var drawCount: Int { 1 }

    public func record(_ step: ModelStep, imputed: Tensor) throws -> RecordedBound {
        let draws = try draws(step, imputed: imputed)
        return RecordedBound(value: draws.marginal.mean(over: .samples), terms: draws.terms)
    }
}
