import LacunaTensors

/// Independent latents of a location and a scale: normal, or Student's t.
public struct LocationScalePosterior: Posterior {
    /// Location, scale and tails: rows × 1 × latent features.
    public var parts: LocationScale

    /// Latents from their numbers.
    public init(_ parts: LocationScale) { self.parts = parts }

    /// location + scale · noise.
    public func draw(count: Int, purpose: String) -> Tensor {
        let tape = parts.location.tape
        let shape = TensorShape(
            rows: parts.location.shape.rows, samples: count, features: parts.location.shape.features)
        guard let degreesOfFreedom = parts.degreesOfFreedom else {
            return parts.location + parts.scale * tape.normalNoise(shape, purpose: purpose)
        }
        let noise = tape.studentTNoise(shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose)
        return parts.location + parts.scale * noise
    }

    /// The normal or Student's t log-density, summed over the latents.
    public func logDensity(of latent: Tensor) -> Tensor {
        guard let degreesOfFreedom = parts.degreesOfFreedom else {
            return latent.tape.gaussianLogDensity(latent, mean: parts.location, standardDeviation: parts.scale)
        }
        return latent.tape.studentTLogDensity(
            latent, location: parts.location, scale: parts.scale, degreesOfFreedom: degreesOfFreedom)
    }

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
}
