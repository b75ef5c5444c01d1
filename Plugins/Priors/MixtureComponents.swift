import LacunaCore

/// What mixtures over latents share: the densities of all components at once.
enum MixtureComponents {
    /// log p_k(z) of every latent by every component, in nats: rows × samples × latent features → rows × samples ×
    /// components.
    ///
    /// Components take the place of rows and all latents that of samples, so that one log-density serves all pairs.
    ///
    /// - Parameters:
    ///   - latent: Where the densities are taken.
    ///   - count: Number of components.
    ///   - logDensity: The density of each component, a row each: components × latents × features → components ×
    ///     latents × 1.
    static func logDensities(
        of latent: Tensor, count: Int, _ logDensity: (_ latents: Tensor) -> Tensor
    ) -> Tensor {
        let shape = latent.shape
        let pairs = TensorShape(rows: count, samples: shape.rows * shape.samples, features: shape.features)
        let latents = latent.reshaped(to: TensorShape(samples: pairs.samples, features: shape.features))
        let densities = logDensity(latents.broadcast(to: pairs))
        return densities.reshaped(to: TensorShape(samples: count, features: pairs.samples)).transposed().reshaped(
            to: TensorShape(rows: shape.rows, samples: shape.samples, features: count))
    }

    /// The numbers of components that there can be.
    static let counts = NumberRange.between(1, 1_000)
}
