import Foundation
import Lacuna

/// Normal latents with any covariance. Head: the mean, then the lower factor L of the covariance, row by row.
struct FullCovarianceFamily: VariationalFamily {
    static let name = "testFullCovariance"
    static let summary = "normal latents with any covariance"

    func headWidth(latentDimension: Int) -> Int { latentDimension + latentDimension * latentDimension }

    func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        let factor = head.features(d..<d + d * d).reshaped(
            to: TensorShape(rows: head.shape.rows, samples: d, features: d))
        return Recorded(mean: head.features(0..<d), factor: factor)
    }

    private struct Recorded: Posterior {
        var mean: Tensor
        var factor: Tensor

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(rows: mean.shape.rows, samples: count, features: mean.shape.features)
            return mean + mean.tape.normalNoise(shape, purpose: purpose).matrixProduct(factor.transposed())
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let d = mean.shape.features
            let distance = latent - mean
            let solved = factor.matrixProduct(factor.transposed()).choleskySolve(distance.transposed()).transposed()
            let ones = mean.tape.constant([Double](repeating: 1, count: d), TensorShape(features: d))
            let unit = mean.tape.constant(Matrix.identity(d).numbers, TensorShape(samples: d, features: d))
            let logDeterminant = (factor * unit).matrixProduct(
                ones.transposed()
            ).log().sum(over: .samples)
            return -0.5 * (distance * solved).sum(over: .features) - logDeterminant - 0.5 * Double(d) * log(2 * .pi)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(mean: mean.stoppingGradient(), factor: factor.stoppingGradient())
        }
    }
}

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

/// A mixture of two normal distributions, sampled in two strata. Head: the logit of the first, then means and raw scales of
/// each.
struct StratifiedPairFamily: VariationalFamily {
    static let name = "testStratifiedPair"
    static let summary = "two normal components, sampled in strata"

    var stratumCount: Int? { 2 }

    func headWidth(latentDimension: Int) -> Int { 1 + 4 * latentDimension }

    func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        let logit = head.features(0..<1)
        func component(_ start: Int) -> Normal {
            Normal(
                location: head.features(start..<start + d), scale: head.features(start + d..<start + 2 * d).softplus())
        }
        return Recorded(
            weights: head.tape.concatenate([logit.logSigmoid(), (-logit).logSigmoid()], along: .samples),
            components: [component(1), component(1 + 2 * d)])
    }

    private struct Normal {
        var location: Tensor
        var scale: Tensor
    }

    private struct Recorded: Posterior {
        var weights: Tensor
        var components: [Normal]

        var logStratumWeights: Tensor? { weights }
        var logComponentWeights: Tensor? { weights }

        func draw(count: Int, purpose: String) -> Tensor {
            let tape = weights.tape
            let draws = components.enumerated().map { index, component in
                let shape = TensorShape(
                    rows: weights.shape.rows, samples: count, features: component.location.shape.features)
                return component.location + component.scale
                    * tape.normalNoise(shape, purpose: "\(purpose).\(index)")
            }
            return tape.concatenate(draws, along: .samples)
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let terms = components.enumerated().map { index, component in
                latent.tape.gaussianLogDensity(latent, mean: component.location, standardDeviation: component.scale)
                    + weights.slice(index..<index + 1, along: .samples)
            }
            return latent.tape.concatenate(terms, along: .features).logSumExp(over: .features)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(
                weights: weights.stoppingGradient(),
                components: components.map {
                    Normal(location: $0.location.stoppingGradient(), scale: $0.scale.stoppingGradient())
                })
        }
    }
}
