import Lacuna

/// Normal latents whose noise is given. Head: means, then scales as they are.
struct FixedNoiseFamily: VariationalFamily {
    static let name = "testFixedNoise"
    static let summary = "normal latents with given noise"

    /// The noise, samples × latents, or rows × samples × latents.
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
            let width = location.shape.features
            let shape = TensorShape(rows: noise.count / (count * width), samples: count, features: width)
            return location + scale * location.tape.constant(noise, shape)
        }

        func logDensity(of latent: Tensor) -> Tensor {
            latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(location: location.stoppingGradient(), scale: scale.stoppingGradient(), noise: noise)
        }
    }
}

/// Another family with draws that are given.
struct FixedDrawsFamily: VariationalFamily {
    static let name = "testFixedDraws"
    static let summary = "given draws from another family"

    var inner: Choice<VariationalFamilies> = "mixture"
    /// The draws, strata by strata, samples × latents.
    var draws: [Double] = []

    private var family: any VariationalFamily { (try? inner.member()) ?? GaussianVariationalFamily() }

    var stratumCount: Int? { family.stratumCount }

    func headWidth(latentDimension: Int) -> Int { family.headWidth(latentDimension: latentDimension) }

    func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        Recorded(
            inner: family.posterior(head: head, latentDimension: d, in: scope),
            latent: head.tape.constant(draws, TensorShape(samples: draws.count / d, features: d)))
    }

    private struct Recorded: Posterior {
        var inner: any Posterior
        var latent: Tensor

        var logStratumWeights: Tensor? { inner.logStratumWeights }
        func draw(count: Int, purpose: String) -> Tensor { latent }
        func logDensity(of latent: Tensor) -> Tensor { inner.logDensity(of: latent) }
        func stoppingGradient() -> any Posterior { Recorded(inner: inner.stoppingGradient(), latent: latent) }
    }
}
