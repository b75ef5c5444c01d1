import LacunaCore

/// The importance-weighted autoencoder on observed cells with a mixture as its posterior, drawn from every component.
public struct MissSIWAEMethod: Method {
    public static let name = "missSIWAE"
    public static let summary = "importance-weighted autoencoder with a mixture posterior, drawn from every component"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { posterior: { type: "mixture", componentCount: 5, sampling: "stratified", spread: 1 } },
          bound: { type: "stratifiedImportanceWeighted", importanceSampleCount: 4, gradient: "doublyReparametrised" },
        }
        """

    public init() {}
}
