import LacunaCore

/// The mixture of each row, on a tape.
struct MixturePosterior: Posterior {
    /// The components.
    var components: [any Posterior]
    /// log π: rows × 1 × components.
    var logWeights: Tensor
    /// Locations and scales of all components, each rows × components × latent features, where they have them.
    var parts: LocationScale?
    var isStratified: Bool

    var logStratumWeights: Tensor? { isStratified && components.count > 1 ? logWeights.transposed() : nil }

    var logComponentWeights: Tensor? { logWeights.transposed() }

    func draw(count: Int, purpose: String) -> Tensor {
        guard !isStratified, let parts else {
            // The first component has the noise that a single distribution would have.
            let draws = components.enumerated().map { index, component in
                component.draw(count: count, purpose: index == 0 ? purpose : "\(purpose).component\(index)")
            }
            return draws.count == 1 ? draws[0] : logWeights.tape.concatenate(draws, along: .samples)
        }
        return transported(parts.picking(pick(count, purpose: purpose), purpose: purpose).stoppingGradient(), parts)
    }

    /// 1 for the component of each draw, by its weight, and 0 for the others: rows × count × components.
    private func pick(_ count: Int, purpose: String) -> Tensor {
        let shape = TensorShape(rows: logWeights.shape.rows, samples: count, features: components.count)
        // The largest of log π plus a Gumbel variable; −log of an exponential variable is one.
        let race = logWeights - logWeights.tape.exponentialNoise(shape, purpose: "\(purpose).pick").log()
        return race.oneHotMaximum(groups: [components.count])
    }

    func logDensity(of latent: Tensor) -> Tensor {
        latent.tape.mixtureLogDensity(of: latent, components: components, logWeights: logWeights)
    }

    func logStratumDensity(ofDraws latent: Tensor) -> Tensor {
        guard isStratified, components.count > 1 else { return logDensity(of: latent) }
        let count = latent.shape.samples / components.count
        let densities = components.enumerated().map { index, component in
            component.logDensity(of: latent.slice(index * count..<(index + 1) * count, along: .samples))
        }
        return latent.tape.concatenate(densities, along: .samples)
    }

    func transporting(_ latent: Tensor) -> Tensor? {
        parts.map { transported(latent.stoppingGradient(), $0) }
    }

    private func transported(_ latent: Tensor, _ parts: LocationScale) -> Tensor {
        latent.tape.mixtureTransport(
            latent, logWeights: logWeights, location: parts.location, scale: parts.scale,
            degreesOfFreedom: parts.degreesOfFreedom)
    }

    func stoppingGradient() -> any Posterior {
        MixturePosterior(
            components: components.map { $0.stoppingGradient() }, logWeights: logWeights.stoppingGradient(),
            parts: parts?.stoppingGradient(), isStratified: isStratified)
    }
}

extension LocationScale {
    /// One of the components that lie side by side along the samples.
    func component(_ index: Int) -> LocationScale {
        func part(_ tensor: Tensor) -> Tensor {
            tensor.shape.samples == 1 ? tensor : tensor.slice(index..<index + 1, along: .samples)
        }
        return LocationScale(
            location: part(location), scale: part(scale), degreesOfFreedom: degreesOfFreedom.map(part))
    }

    /// A draw from the picked component of each sample, without a gradient.
    ///
    /// - Parameter picks: One-hot, rows × samples × components.
    func picking(_ picks: Tensor, purpose: String) -> Tensor {
        let tape = picks.tape
        let shape = TensorShape(rows: picks.shape.rows, samples: picks.shape.samples, features: location.shape.features)
        guard let degreesOfFreedom else {
            return picks.matrixProduct(location) + picks.matrixProduct(scale)
                * tape.normalNoise(shape, purpose: purpose)
        }
        let freedom = degreesOfFreedom.shape == .scalar ? degreesOfFreedom : picks.matrixProduct(degreesOfFreedom)
        let noise = tape.studentTNoise(shape, degreesOfFreedom: freedom, purpose: purpose)
        return picks.matrixProduct(location) + picks.matrixProduct(scale) * noise
    }
}
