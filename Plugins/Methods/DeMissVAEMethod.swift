import LacunaCore

/// The variational autoencoder whose encoder learns from imputed rows and whose decoder learns from observed cells.
public struct DeMissVAEMethod: Method {
    public static let name = "demissVAE"
    public static let summary = "variational autoencoder whose encoder learns from imputed rows"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { encoderInput: "complete", posterior: "gaussian" },
          bound: {
            type: "decomposed", imputationCount: 5, updateSteps: 1, gradient: "stickingTheLanding",
            sampler: { type: "latentAdaptiveResampling", replenishCount: 1 },
          },
          imputation: { sampler: "latentAdaptiveResampling" },
        }
        """

    public init() {}
}
