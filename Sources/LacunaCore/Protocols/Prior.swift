import LacunaTensors

/// p(z): where latents come from before anything is seen.
///
/// Contract, checked by `checkPrior`: the log-density integrates to 1, and draws follow it.
public protocol Prior: Component {
    /// log p(z), in nats: rows × samples × latent features → rows × samples × 1.
    func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor

    /// Draws of a shape rows × samples × latent features.
    func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor

    /// Whether it is made of the model's encoder, so that another encoder is another prior; `false` unless a prior says
    /// otherwise.
    var usesEncoder: Bool { get }
}

extension Prior {
    /// No.
    public var usesEncoder: Bool { false }
}

/// What a prior finds on the tape beside the latents: its parameters, and the encoder of its model.
///
/// The encoder is recorded as for evaluation also while training: the prior is one distribution, and what is silenced at
/// random in a step (dropout) is not to change it.
public struct PriorContext {
    /// Where parameters of the prior's own are found.
    public let scope: ParameterScope
    /// Number of features of an encoded row.
    public let featureCount: Int
    private let encoder: (_ values: Tensor, _ observed: Tensor) -> Tensor
    private let family: (_ head: Tensor) -> any Posterior

    /// A context.
    ///
    /// - Parameters:
    ///   - scope: Where parameters of the prior's own are found.
    ///   - featureCount: Number of features of an encoded row.
    ///   - encoder: From encoded rows, with 1 where they are observed, to the head of each row's posterior.
    ///   - family: From heads to posteriors.
    public init(
        scope: ParameterScope, featureCount: Int,
        encoder: @escaping (_ values: Tensor, _ observed: Tensor) -> Tensor,
        family: @escaping (_ head: Tensor) -> any Posterior
    ) {
        self.scope = scope
        self.featureCount = featureCount
        self.encoder = encoder
        self.family = family
    }

    /// The tape that records.
    public var tape: Tape { scope.tape }

    /// Encode rows of the prior's own: rows × 1 × features → heads, rows × 1 × head width.
    public func encode(_ values: Tensor, observed: Tensor) -> Tensor { encoder(values, observed) }

    /// q(z | x) of the rows that heads were encoded from.
    public func posterior(head: Tensor) -> any Posterior { family(head) }
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
