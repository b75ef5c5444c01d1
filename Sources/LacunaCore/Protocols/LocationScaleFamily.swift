import LacunaTensors

/// A family of independent latents, each a location plus a scale times a standard variable with a distribution function.
///
/// Mixtures of such components can be sampled as a whole, with the gradient of `Tape.mixtureTransport`.
public protocol LocationScaleFamily: VariationalFamily {
    /// The numbers that a head stands for; heads side by side along the samples give theirs side by side.
    ///
    /// - Parameters:
    ///   - head: rows × 1 × head width, or rows × components × head width.
    ///   - latentDimension: Number of latent features.
    ///   - scope: Where parameters of the family's own are found.
    func locationScale(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> LocationScale
}

extension LocationScaleFamily {
    /// Yes.
    public var canTransport: Bool { true }
}

/// Location, scale and tails of independent latents.
public struct LocationScale {
    /// The centres: rows × 1 × latent features.
    public var location: Tensor
    /// The scales, above 0: rows × 1 × latent features.
    public var scale: Tensor
    /// The degrees of freedom of Student's t latents, repeated to the shape of the location; `nil` for normal ones.
    public var degreesOfFreedom: Tensor?

    /// Normal latents, or Student's t ones where degrees of freedom are given.
    public init(location: Tensor, scale: Tensor, degreesOfFreedom: Tensor? = nil) {
        self.location = location
        self.scale = scale
        self.degreesOfFreedom = degreesOfFreedom
    }
}
