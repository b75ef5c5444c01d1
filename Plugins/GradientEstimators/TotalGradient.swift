import LacunaCore

/// The plain reparametrised gradient.
public struct TotalGradient: GradientEstimator {
    public static let name = "total"
    public static let summary = "the reparametrised gradient with all its terms"
    public static let references = [Reference.variationalAutoencoder]

    public init() {}
}
