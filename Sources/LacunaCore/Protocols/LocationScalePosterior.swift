import LacunaTensors

/// Independent latents of a location and a scale: normal, or Student's t.
public struct LocationScalePosterior: Posterior {
    /// Location, scale and tails: rows × 1 × latent features.
    public var parts: LocationScale

    /// Latents from their numbers.
    public init(_ parts: LocationScale) { self.parts = parts }

    /// location + scale · noise; the gradient reaches learnt degrees of freedom by implicit reparametrisation.
    public func draw(count: Int, purpose: String) -> Tensor {
        let tape = parts.location.tape
        let shape = TensorShape(
            rows: parts.location.shape.rows, samples: count, features: parts.location.shape.features)
        guard let degreesOfFreedom = parts.degreesOfFreedom else {
            return parts.draw(by: tape.normalNoise(shape, purpose: purpose))
        }
        return parts.draw(by: tape.studentTNoise(shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose))
    }

    /// One component of a mixture of one.
    public func transporting(_ latent: Tensor) -> Tensor? {
        latent.tape.mixtureTransport(
            latent, logWeights: latent.tape.constant(0), location: parts.location, scale: parts.scale,
            degreesOfFreedom: parts.degreesOfFreedom)
    }

    /// The normal or Student's t log-density, summed over the latents.
    public func logDensity(of latent: Tensor) -> Tensor { parts.logDensity(of: latent) }

    /// The same numbers, held constant.
    public func stoppingGradient() -> any Posterior { LocationScalePosterior(parts.stoppingGradient()) }
}

extension LocationScale {
    /// The same numbers, held constant.
    public func stoppingGradient() -> LocationScale {
        LocationScale(
            location: location.stoppingGradient(), scale: scale.stoppingGradient(),
            degreesOfFreedom: degreesOfFreedom?.stoppingGradient())
    }

    /// location + scale · noise, the noise standard normal or Student's t; the gradient reaches learnt degrees of freedom by
    /// implicit reparametrisation.
    public func draw(by noise: Tensor) -> Tensor {
        guard let degreesOfFreedom, degreesOfFreedom.isDifferentiable else { return location + scale * noise }
        // No other way leads back to them.
        let tape = noise.tape
        let moving = tape.mixtureTransport(
            noise, logWeights: tape.constant(0), location: tape.constant(0), scale: tape.constant(1),
            degreesOfFreedom: degreesOfFreedom)
        return location + scale * moving
    }

    /// The normal or Student's t log-density of latents, summed over their features, in nats: rows × samples × 1.
    public func logDensity(of latent: Tensor) -> Tensor {
        guard let degreesOfFreedom else {
            return latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
        }
        return latent.tape.studentTLogDensity(
            latent, location: location, scale: scale, degreesOfFreedom: degreesOfFreedom)
    }
}
