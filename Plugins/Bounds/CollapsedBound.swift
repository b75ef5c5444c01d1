import LacunaCore

/// CVI-VAE, a control of DeMissVAE: the whole model learns from imputed rows as if they had been observed (Simkus and Gutmann
/// 2024, section 4.1).
///
/// Everything maximises 1/K Σ_k [log p(x_o, x_m^k | z^k) + log p(z^k) − log q(z^k | x^k)]. That is a bound only where the
/// imputations follow p(x_m | x_o), and only up to their entropy; so the value that is reported, and by which training stops, is
/// that of `marginalised` at the same draws, which is one for any imputations.
public struct CollapsedBound: ImputedRowBound {
    public static let name = "collapsed"
    public static let aliases = ["cvi"]
    public static let summary = "the whole model learns from imputed rows as if they were complete"
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
        return RecordedBound(
            value: draws.marginal.mean(over: .samples),
            objectives: [Objective(draws.joint.mean(over: .samples), groups: .all)], terms: draws.terms)
    }
}
