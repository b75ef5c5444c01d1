import LacunaCore

/// The path gradient of each draw weighed once more by its normalised weight (Tucker et al. 2019, DReG).
///
/// The score term of an importance-weighted bound is reparametrised a second time: the encoder's gradient is
/// Σ w̃² ∂ log w/∂z ∂z/∂φ, unbiased and with a signal that does not vanish as draws are added. The decoder's gradient
/// stays as it is. For the evidence lower bound it is the same as sticking the landing. Draws from the strata of a mixture
/// have a path of their own and one with the whole mixture (Bauer and Mnih 2021; see `DrawPath`).
public struct DoublyReparametrised: GradientEstimator {
    public static let name = "doublyReparametrised"
    public static let aliases = ["dreg"]
    public static let summary = "the path gradient of each draw weighed by its normalised weight"
    public static let references = [Reference.doublyReparametrised, Reference.generalisedDoubleReparametrisation]

    public init() {}

    public func density(of posterior: any Posterior) -> any Posterior { posterior.stoppingGradient() }

    public var weighsPath: Bool { true }

    public func pathFactor(normalisedWeights: Tensor) -> Tensor? { normalisedWeights }
}
