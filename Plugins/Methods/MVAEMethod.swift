import LacunaCore

/// The variational autoencoder on observed cells: one draw, the evidence lower bound.
public struct MVAEMethod: Method {
    public static let name = "mvae"
    public static let summary = "variational autoencoder on the observed cells, evidence lower bound"
    public static let references = [Reference.heterogeneousTables, Reference.miwae]
    public static let preset = """
        { imputer: "deepLatentVariable", bound: { type: "evidenceLowerBound", gradient: "stickingTheLanding" } }
        """

    public init() {}
}
