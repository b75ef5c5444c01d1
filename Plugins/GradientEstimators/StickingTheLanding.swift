import LacunaCore

/// The gradient along the path of the draws alone: log q is evaluated with its parameters held constant.
///
/// What it leaves out has mean 0 for the evidence lower bound; where q is exact its variance is 0 (Roeder et al. 2017).
public struct StickingTheLanding: GradientEstimator {
    public static let name = "stickingTheLanding"
    public static let aliases = ["stl"]
    public static let summary = "the gradient along the path of the draws alone"
    public static let references = [Reference.stickingTheLanding]

    public init() {}

    public func density(of posterior: any Posterior) -> any Posterior { posterior.stoppingGradient() }
}
