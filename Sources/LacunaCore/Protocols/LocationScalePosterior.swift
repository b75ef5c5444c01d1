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
            return parts.location + parts.scale * tape.normalNoise(shape, purpose: purpose)
        }
        var noise = tape.studentTNoise(shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose)
        if degreesOfFreedom.isDifferentiable {
            // No other way leads back to them.
            noise = tape.mixtureTransport(
                noise, logWeights: tape.constant(0), location: tape.constant(0), scale: tape.constant(1),
                degreesOfFreedom: degreesOfFreedom)
        }
        return parts.location + parts.scale * noise
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

    /// The normal or Student's t log-density of latents, summed over their features, in nats: rows × samples × 1.
    public func logDensity(of latent: Tensor) -> Tensor {
        guard let degreesOfFreedom else {
            return latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
        }
        return latent.tape.studentTLogDensity(
            latent, location: location, scale: scale, degreesOfFreedom: degreesOfFreedom)
    }
}
