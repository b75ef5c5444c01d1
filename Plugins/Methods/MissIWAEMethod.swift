import LacunaCore

/// The importance-weighted autoencoder on observed cells with a mixture as its posterior, drawn from as a whole.
public struct MissIWAEMethod: Method {
    public static let name = "missIWAE"
    public static let summary = "importance-weighted autoencoder with a mixture posterior, drawn from as a whole"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { posterior: { type: "mixture", componentCount: 5, sampling: "ancestral" } },
          bound: { type: "importanceWeighted", importanceSampleCount: 20, gradient: "doublyReparametrised" },
        }
        """

    public init() {}
}
