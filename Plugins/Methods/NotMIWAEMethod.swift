import LacunaCore

/// The importance-weighted autoencoder on the observed cells and on which they are (Ipsen et al. 2021).
///
/// Columns are normal, not Student's t as in `miwae`: which values are missing is told from the tail that the observed ones
/// lack, and where the weight of the tail is learnt as well, it takes part of what the curve of missingness should explain.
/// A direction that is known is said by `model: { missingness: "selfMaskingKnown" }`.
public struct NotMIWAEMethod: Method {
    public static let name = "notMIWAE"
    public static let summary = "importance-weighted autoencoder where cells are missing because of their own values"
    public static let references = [Reference.notMissingAtRandom, Reference.miwae]
    public static let preset = """
        {
          imputer: "deepLatentVariable",
          model: { missingness: "selfMasking", observation: { continuous: "gaussian" } },
          bound: { type: "importanceWeighted", gradient: "doublyReparametrised" },
        }
        """

    public init() {}
}
