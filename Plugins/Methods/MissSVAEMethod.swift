import LacunaCore

/// The variational autoencoder on observed cells with a mixture as its posterior, drawn from every component.
public struct MissSVAEMethod: Method {
    public static let name = "missSVAE"
    public static let summary = "variational autoencoder with a mixture posterior, drawn from every component"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { posterior: { type: "mixture", componentCount: 5, sampling: "stratified", spread: 1 } },
          bound: { type: "stratifiedEvidenceLowerBound", gradient: "stickingTheLanding" },
        }
        """

    public init() {}
}
