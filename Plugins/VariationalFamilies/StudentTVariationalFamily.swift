import LacunaCore

/// Student's t latents, independent given the row, with fixed degrees of freedom.
///
/// Heavy tails keep importance weights bounded where the posterior is wider than q. Head: locations, then raw scales;
/// σ = floor + softplus(raw).
public struct StudentTVariationalFamily: LocationScaleFamily {
    public static let name = "studentT"
    public static let aliases = ["student"]
    public static let summary = "independent Student's t latents; location and scale from the encoder"
    public static let references = [Reference.miwae]

    /// The smallest scale.
    public var scaleFloor = 1e-4
    /// The degrees of freedom of every latent.
    public var degreesOfFreedom = 5.0

    public init() {}

    public func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if scaleFloor <= 0 {
            problems.append(
                ConfigurationProblem(key: "scaleFloor", message: "must be greater than 0, not \(scaleFloor)"))
        }
        if degreesOfFreedom <= 0 {
            problems.append(
                ConfigurationProblem(
                    key: "degreesOfFreedom", message: "must be greater than 0, not \(degreesOfFreedom)"))
        }
        return problems
    }

    public func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    public func locationScale(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> LocationScale {
        LocationScale(
            location: head.features(0..<latentDimension),
            scale: head.features(latentDimension..<2 * latentDimension).softplus() + scaleFloor,
            degreesOfFreedom: head.tape.constant(degreesOfFreedom))
    }

    public func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        let latents = locationScale(head: head, latentDimension: latentDimension, in: scope)
        return Recorded(
            location: latents.location, scale: latents.scale,
            degreesOfFreedom: latents.degreesOfFreedom ?? head.tape.constant(degreesOfFreedom))
    }

    private struct Recorded: Posterior {
        var location: Tensor
        var scale: Tensor
        var degreesOfFreedom: Tensor

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(rows: location.shape.rows, samples: count, features: location.shape.features)
            let noise = location.tape.studentTNoise(shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose)
            return location + scale * noise
        }

        func logDensity(of latent: Tensor) -> Tensor {
            latent.tape.studentTLogDensity(
                latent, location: location, scale: scale, degreesOfFreedom: degreesOfFreedom)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(
                location: location.stoppingGradient(), scale: scale.stoppingGradient(),
                degreesOfFreedom: degreesOfFreedom)
        }
    }
}
