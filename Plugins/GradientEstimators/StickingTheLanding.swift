import LacunaCore

/// The gradient along the path of the draws alone: log q is evaluated with its parameters held constant.
///
/// What it leaves out has mean 0 for the evidence lower bounds; where q is exact its variance is 0 (Roeder et al. 2017).
/// With importance-weighted bounds, for which published settings use it too, it is biased: the encoder then follows
/// another objective that has the same optimum where q can be exact (Tucker et al. 2019, section 5). There
/// `doublyReparametrised` leaves out the noise without the bias.
public struct StickingTheLanding: GradientEstimator {
    public static let name = "stickingTheLanding"
    public static let aliases = ["stl"]
    public static let summary = "the gradient along the path of the draws alone"
    public static let references = [Reference.stickingTheLanding]

    public init() {}

    public func density(of posterior: any Posterior) -> any Posterior { posterior.stoppingGradient() }
}
