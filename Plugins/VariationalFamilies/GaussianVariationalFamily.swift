import LacunaCore

/// Normal latents, independent given the row.
///
/// Head: means, then raw scales; σ = floor + softplus(raw).
public struct GaussianVariationalFamily: LocationScaleFamily {
    public static let name = "gaussian"
    public static let aliases = ["normal", "diagonalGaussian"]
    public static let summary = "independent normal latents; mean and scale from the encoder"
    public static let references = [Reference.variationalAutoencoder]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest scale of a latent", .above(0))
    ]

    /// The smallest scale.
    public var scaleFloor = 1e-4

    public init() {}

    /// Latents with a smallest scale.
    public init(scaleFloor: Double = 1e-4) { self.scaleFloor = scaleFloor }

    public func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    public func locationScale(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> LocationScale {
        LocationScale(
            location: head.features(0..<latentDimension),
            scale: head.features(latentDimension..<2 * latentDimension).softplus() + scaleFloor)
    }

    public func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        LocationScalePosterior(locationScale(head: head, latentDimension: latentDimension, in: scope))
    }
}
