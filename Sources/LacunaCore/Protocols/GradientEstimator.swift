import LacunaTensors

/// How the gradient of a bound reaches the encoder through the latent draws.
public protocol GradientEstimator: Component {
    /// The distribution by which log q(z) is evaluated: the posterior itself, or the same with its parameters constant.
    func density(of posterior: any Posterior) -> any Posterior

    /// Whether there is a factor on the gradient through draws; `false` unless an estimator says otherwise.
    var weighsPath: Bool { get }

    /// The factor on the gradient through each draw, rows × samples × 1, or `nil` for 1.
    ///
    /// Where draws come from strata, the factor c stands for 1 along the path of the draw from its stratum and c − 1 along
    /// that of a draw from the whole distribution.
    ///
    /// - Parameter normalisedWeights: The weight of each draw in the bound, summing to 1 over a row's samples.
    func pathFactor(normalisedWeights: Tensor) -> Tensor?
}

extension GradientEstimator {
    /// The posterior itself.
    public func density(of posterior: any Posterior) -> any Posterior { posterior }
    /// No.
    public var weighsPath: Bool { false }
    /// None.
    public func pathFactor(normalisedWeights: Tensor) -> Tensor? { nil }
}

/// The family of gradient estimators.
public enum GradientEstimators: ComponentFamily {
    /// A member of the family.
    public typealias Member = any GradientEstimator
    /// The key of the family.
    public static let name = "gradientEstimator"
    /// The heading of the family.
    public static let title = "Gradient estimators"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any GradientEstimator)? {
        component as? any GradientEstimator
    }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any GradientEstimator.Type }
}
