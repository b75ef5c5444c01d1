import Lacuna

/// Normal latents whose noise is given. Head: means, then scales as they are.
struct FixedNoiseFamily: VariationalFamily {
    static let name = "testFixedNoise"
    static let summary = "normal latents with given noise"

    /// The noise, samples × latents.
    var noise: [Double] = []

    func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        Recorded(location: head.features(0..<d), scale: head.features(d..<2 * d), noise: noise)
    }

    private struct Recorded: Posterior {
        var location: Tensor
        var scale: Tensor
        var noise: [Double]

        func draw(count: Int, purpose: String) -> Tensor {
            location + scale
                * location.tape.constant(noise, TensorShape(samples: count, features: location.shape.features))
        }

        func logDensity(of latent: Tensor) -> Tensor {
            latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(location: location.stoppingGradient(), scale: scale.stoppingGradient(), noise: noise)
        }
    }
}
