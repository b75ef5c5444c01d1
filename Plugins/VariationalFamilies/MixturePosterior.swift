import LacunaCore

/// A mixture of any posteriors, on a tape, with draws from every one of them.
struct MixturePosterior: Posterior {
    /// The components.
    var components: [any Posterior]
    /// log π: rows × 1 × components.
    var logWeights: Tensor

    var logStratumWeights: Tensor? { components.count > 1 ? logWeights.transposed() : nil }

    var logComponentWeights: Tensor? { logWeights.transposed() }

    func draw(count: Int, purpose: String) -> Tensor {
        // The first component has the noise that a single distribution would have.
        let draws = components.enumerated().map { index, component in
            component.draw(count: count, purpose: index == 0 ? purpose : "\(purpose).component\(index)")
        }
        return draws.count == 1 ? draws[0] : logWeights.tape.concatenate(draws, along: .samples)
    }

    func logDensity(of latent: Tensor) -> Tensor {
        latent.tape.mixtureLogDensity(of: latent, components: components, logWeights: logWeights)
    }

    func logStratumDensity(ofDraws latent: Tensor) -> Tensor {
        guard components.count > 1 else { return logDensity(of: latent) }
        let count = latent.shape.samples / components.count
        let densities = components.enumerated().map { index, component in
            component.logDensity(of: latent.slice(index * count..<(index + 1) * count, along: .samples))
        }
        return latent.tape.concatenate(densities, along: .samples)
    }

    func stoppingGradient() -> any Posterior {
        MixturePosterior(
            components: components.map { $0.stoppingGradient() }, logWeights: logWeights.stoppingGradient())
    }
}
