import LacunaTensors

extension Tape {
    /// log Σ_k π_k q_k(z) of a mixture of posteriors, in nats: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - latent: rows × samples × latent features.
    ///   - components: The distributions, at least one.
    ///   - logWeights: log π, rows or 1 × 1 × components, or `nil` for equal weights.
    public func mixtureLogDensity(of latent: Tensor, components: [any Posterior], logWeights: Tensor?) -> Tensor {
        guard components.count > 1 else {
            return components.first?.logDensity(of: latent) ?? placeholder("a mixture of no components")
        }
        let densities = concatenate(components.map { $0.logDensity(of: latent) }, along: .features)
        guard let logWeights else { return densities.logMeanExp(over: .features) }
        return (densities + logWeights).logSumExp(over: .features)
    }

    private func placeholder(_ problem: String) -> Tensor {
        fail(problem)
        return constant(0)
    }
}
