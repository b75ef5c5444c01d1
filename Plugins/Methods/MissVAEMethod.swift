import LacunaCore

/// The variational autoencoder on observed cells with a mixture as its posterior, drawn from as a whole.
public struct MissVAEMethod: Method {
    public static let name = "missVAE"
    public static let summary = "variational autoencoder with a mixture posterior, drawn from as a whole"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { posterior: { type: "mixture", componentCount: 5, sampling: "ancestral", velocityLimit: 10 } },
          bound: { type: "evidenceLowerBound", sampleCount: 5, gradient: "stickingTheLanding" },
        }
        """

    public init() {}
}
