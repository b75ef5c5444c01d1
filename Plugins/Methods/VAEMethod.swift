import LacunaCore

/// The variational autoencoder of complete tables; it completes other tables by latent-adaptive resampling.
public struct VAEMethod: Method {
    public static let name = "vae"
    public static let summary = "variational autoencoder, learnt from a complete table"
    public static let references = [Reference.variationalAutoencoder, Reference.conditionalSampling]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { encoderInput: "complete", posterior: "gaussian" },
          bound: { type: "evidenceLowerBound", sampleCount: 5, gradient: "stickingTheLanding" },
          imputation: { sampler: "latentAdaptiveResampling" },
        }
        """

    public init() {}
}
