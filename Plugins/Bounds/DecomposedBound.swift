import LacunaCore

/// DeMissVAE's pair of objectives (Simkus and Gutmann 2024, section 4): the encoder learns from complete, imputed rows, and
/// the rest of the model from the observed cells.
///
/// The encoder maximises 1/K Σ_k [log p(x_o, x_m^k | z^k) + log p(z^k) − log q(z^k | x^k)], the evidence lower bound of complete
/// rows, whose posterior is simpler than that of rows with holes. Everything else maximises
/// 1/K Σ_k [log p(x_o | z^k) + log p(z^k) − log 1/K Σ_j q(z^k | x^j)], the value of the bound: at most log p(x_o), whatever the
/// imputations. Both come from one forward pass.
public struct DecomposedBound: ImputedRowBound {
    public static let name = "decomposed"
    public static let aliases = ["demiss"]
    public static let summary = "the encoder learns from imputed rows, the decoder from observed cells"
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
        let value = draws.marginal.mean(over: .samples)
        return RecordedBound(
            value: value,
            objectives: [
                Objective(value, groups: .generative),
                Objective(draws.joint.mean(over: .samples), groups: .encoder),
            ], terms: draws.terms)
    }
}
