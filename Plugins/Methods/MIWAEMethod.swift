import LacunaCore

/// The importance-weighted autoencoder on observed cells.
public struct MIWAEMethod: Method {
    public static let name = "miwae"
    public static let summary = "importance-weighted autoencoder on the observed cells"
    public static let references = [Reference.miwae]
    public static let preset = """
        { imputer: "deepLatentVariable", bound: { type: "importanceWeighted", gradient: "doublyReparametrised" } }
        """

    public init() {}
}
