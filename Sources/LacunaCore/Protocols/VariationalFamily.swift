import LacunaTensors

/// q(z | x_o): the family of distributions that the encoder's output picks from.
///
/// Contract, checked by `checkVariationalFamily`: draws are reparametrised (their gradient reaches the head), they follow
/// the log-density, and the log-density integrates to 1.
public protocol VariationalFamily: Component {
    /// How many numbers a row it needs from the encoder.
    func headWidth(latentDimension: Int) -> Int

    /// Number of strata that are sampled separately, each with a weight; `nil` where draws come from the whole
    /// distribution, which is so unless a family says otherwise.
    var stratumCount: Int? { get }

    /// Whether its posteriors transport latents (`Posterior.transporting`); `false` unless a family says otherwise.
    var canTransport: Bool { get }

    /// The distribution of each row.
    ///
    /// - Parameters:
    ///   - head: rows × 1 × head width.
    ///   - latentDimension: Number of latent features.
    ///   - scope: Where parameters of the family's own are found.
    func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior
}

extension VariationalFamily {
    /// None.
    public var stratumCount: Int? { nil }
    /// No.
    public var canTransport: Bool { false }
}

/// The variational distribution of each row, recorded on a tape.
public protocol Posterior {
    /// The log-weights of the strata, rows × strata × 1, or `nil` where there is one.
    var logStratumWeights: Tensor? { get }

    /// The log-weights log π of the components of a mixture, rows × components × 1, however it is sampled; `nil` for
    /// distributions that are none.
    var logComponentWeights: Tensor? { get }

    /// Reparametrised draws: rows × (strata · count) × latent features, the samples of a stratum side by side.
    ///
    /// - Parameters:
    ///   - count: Draws from each stratum.
    ///   - purpose: What the noise is addressed by.
    func draw(count: Int, purpose: String) -> Tensor

    /// log q(z) of the whole distribution, in nats: rows × samples × 1.
    func logDensity(of latent: Tensor) -> Tensor

    /// log q_k(z) of each draw by its own stratum k, in nats: rows × (strata · count) × 1; log q(z) where there is one.
    func logStratumDensity(ofDraws latent: Tensor) -> Tensor

    /// The same latents, with the gradient of a draw from the whole distribution by implicit reparametrisation: they move
    /// with the parameters so that their distribution follows (Figurnov et al. 2018). `nil` where it cannot be had.
    ///
    /// - Parameter latent: rows × samples × latent features; no gradient passes to what it was made from.
    func transporting(_ latent: Tensor) -> Tensor?

    /// The same distribution with its parameters held constant.
    func stoppingGradient() -> any Posterior
}

extension Posterior {
    /// Number of strata that are sampled separately; 1 where sampling is not stratified.
    public var stratumCount: Int { logStratumWeights?.shape.samples ?? 1 }
    /// None.
    public var logStratumWeights: Tensor? { nil }
    /// None.
    public var logComponentWeights: Tensor? { nil }
    /// log q(z).
    public func logStratumDensity(ofDraws latent: Tensor) -> Tensor { logDensity(of: latent) }
    /// Not to be had.
    public func transporting(_ latent: Tensor) -> Tensor? { nil }
}

/// The family of variational families.
public enum VariationalFamilies: ComponentFamily {
    /// A member of the family.
    public typealias Member = any VariationalFamily
    /// The key of the family.
    public static let name = "variationalFamily"
    /// The heading of the family.
    public static let title = "Variational families"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any VariationalFamily)? {
        component as? any VariationalFamily
    }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any VariationalFamily.Type }
}
