import LacunaTensors

/// p(z): where latents come from before anything is seen.
///
/// Contract, checked by `checkPrior`: the log-density integrates to 1, and draws follow it.
public protocol Prior: Component {
    /// log p(z), in nats: rows × samples × latent features → rows × samples × 1.
    func logDensity(of latent: Tensor, in scope: ParameterScope) -> Tensor

    /// Draws of a shape rows × samples × latent features.
    func sample(_ shape: TensorShape, purpose: String, in scope: ParameterScope) -> Tensor
}

/// The family of priors.
public enum Priors: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Prior
    /// The key of the family.
    public static let name = "prior"
    /// The heading of the family.
    public static let title = "Priors"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Prior)? { component as? any Prior }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Prior.Type }
}
