import LacunaCore

/// The importance-weighted autoencoder of complete tables; it completes other tables by latent-adaptive resampling.
public struct IWAEMethod: Method {
    public static let name = "iwae"
    public static let summary = "importance-weighted autoencoder, learnt from a complete table"
    public static let references = [Reference.importanceWeighting, Reference.conditionalSampling]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { encoderInput: "complete", posterior: "gaussian" },
          bound: { type: "importanceWeighted", importanceSampleCount: 20 },
          imputation: { sampler: "latentAdaptiveResampling" },
        }
        """

    public init() {}
}
