import LacunaTensors

/// A prior that is a mixture: a latent belongs to one of its components, and rows with it.
///
/// Contract, checked by `checkPrior`: the probabilities of the components sum to 1 wherever a latent lies.
public protocol ClusteredPrior: Prior {
    /// Number of components, the clusters.
    var componentCount: Int { get }

    /// log p(component | z), in nats: rows × samples × latent features → rows × samples × components.
    func logResponsibilities(of latent: Tensor, in context: PriorContext) -> Tensor
}
