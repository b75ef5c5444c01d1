import LacunaCore

/// The variational autoencoder on observed cells with a mixture as its posterior, drawn from as a whole.
///
/// The components have heavy tails: the implicit gradient that moves weight from one to another passes through the latents
/// between them, where normal components far apart would leave no draws.
public struct MissVAEMethod: Method {
    public static let name = "missVAE"
    public static let summary = "variational autoencoder with a mixture posterior, drawn from as a whole"
    public static let references = [Reference.mixtureFamilies]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: {
            posterior: {
              type: "mixture", componentCount: 5, component: { type: "studentT", degreesOfFreedom: 3 },
              sampling: "ancestral",
            },
          },
          bound: { type: "evidenceLowerBound", sampleCount: 5, gradient: "stickingTheLanding" },
        }
        """

    public init() {}
}
