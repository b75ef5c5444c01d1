import LacunaCore

/// DeMissVAE with an importance-weighted objective for everything but the encoder: named as future work by Simkus and Gutmann
/// (2024, section 7).
///
/// Given the imputations, 1/K Σ_j q(z | x^j) is a finite mixture with a density that can be evaluated: a proposal as any other.
/// So the decoder maximises log 1/(K I) Σ_{k,i} p(x_o | z^{ki}) p(z^{ki}) / [1/K Σ_j q(z^{ki} | x^j)] with z^{ki} ~ q(z | x^k),
/// the value of the bound: at most log p(x_o) for any imputations, and at least the value of `decomposed`, by Jensen's inequality
/// draw by draw. The encoder learns from imputed rows as it does there.
public struct DecomposedImportanceWeightedBound: ImputedRowBound {
    public static let name = "decomposedImportanceWeighted"
    public static let aliases = ["demissIwelbo"]
    public static let summary =
        "the encoder learns from imputed rows, the decoder from importance-weighted observed cells"
    public static let references = [Reference.mixtureFamilies, Reference.importanceWeighting]

    public static let keyDescriptions =
        imputationKeyDescriptions + [
            KeyDescription(
                "importanceSampleCount", "latent draws from the posterior of each imputation", .between(1, 10_000))
        ]

    /// Imputations a row, K.
    public var imputationCount = 5
    /// Latent draws from the posterior of each imputation, I.
    public var importanceSampleCount = 1
    /// What advances the imputations.
    public var sampler: Choice<Samplers> = "latentAdaptiveResampling"
    /// Steps by which chains advance them before each gradient step.
    public var updateSteps = 1
    /// How the gradient reaches the encoder.
    public var gradient: Choice<GradientEstimators> = "total"

    public init() {}

    /// A bound with its imputations, and what advances them; a part that is `nil` is the default.
    public init(
        imputationCount: Int = 5, importanceSampleCount: Int = 1, sampler: (any Sampler)? = nil, updateSteps: Int = 1,
        gradient: (any GradientEstimator)? = nil
    ) {
        self.imputationCount = imputationCount
        self.importanceSampleCount = importanceSampleCount
        if let sampler { self.sampler = Choice(sampler) }
        self.updateSteps = updateSteps
        if let gradient { self.gradient = Choice(gradient) }
    }

    public var drawCount: Int { importanceSampleCount }

    public func record(_ step: ModelStep, imputed: Tensor) throws -> RecordedBound {
        let draws = try draws(step, imputed: imputed)
        let value = draws.marginal.logMeanExp(over: .samples)
        return RecordedBound(
            value: value,
            objectives: [
                Objective(value, groups: .generative),
                Objective(draws.joint.mean(over: .samples), groups: .encoder),
            ], terms: draws.terms)
    }
}
