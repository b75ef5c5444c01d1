import LacunaCore

/// DeMissVAE with importance weighting in the decoder's objective.
public struct DeMissIWAEMethod: Method {
    public static let name = "demissIWAE"
    public static let summary = "importance-weighted autoencoder whose encoder learns from imputed rows"
    public static let references = [Reference.mixtureFamilies, Reference.importanceWeighting]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { encoderInput: "complete", posterior: "gaussian" },
          bound: {
            type: "decomposedImportanceWeighted", imputationCount: 5, updateSteps: 1, gradient: "stickingTheLanding",
            sampler: { type: "latentAdaptiveResampling", replenishCount: 1 },
          },
          imputation: { sampler: "latentAdaptiveResampling" },
        }
        """

    public init() {}
}
