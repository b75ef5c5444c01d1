import LacunaCore

/// Independent standard normal latents.
public struct StandardNormalPrior: Prior {
    public static let name = "standardNormal"
    public static let summary = "independent latents with mean 0 and variance 1"
    public static let references = [Reference.variationalAutoencoder]

    public init() {}

    public func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        latent.tape.gaussianLogDensity(
            latent, mean: latent.tape.constant(0), standardDeviation: latent.tape.constant(1))
    }

    public func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        context.tape.normalNoise(shape, purpose: purpose)
    }
}
