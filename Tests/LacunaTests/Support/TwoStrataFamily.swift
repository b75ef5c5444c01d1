import Foundation
import Lacuna

/// Two normal distributions beside each other, sampled one by one. Head: locations, then scales as they are.
struct TwoStrataFamily: VariationalFamily {
    static let name = "testTwoStrata"
    static let summary = "two normal strata with given weights"

    static let weights = [0.3, 0.7]
    /// Where the strata lie, in their common scale.
    static let shifts = [-1.0, 0.6]

    var stratumCount: Int? { 2 }

    func headWidth(latentDimension: Int) -> Int { 2 * latentDimension }

    func posterior(head: Tensor, latentDimension d: Int, in scope: ParameterScope) -> any Posterior {
        let scale = head.features(d..<2 * d)
        return Recorded(locations: Self.shifts.map { head.features(0..<d) + scale * $0 }, scale: scale)
    }

    private struct Recorded: Posterior {
        var locations: [Tensor]
        var scale: Tensor

        var logStratumWeights: Tensor? {
            scale.tape.constant(weights.map { log($0) }, TensorShape(samples: 2)).broadcast(
                to: TensorShape(rows: scale.shape.rows, samples: 2))
        }

        func draw(count: Int, purpose: String) -> Tensor {
            let shape = TensorShape(rows: scale.shape.rows, samples: count, features: scale.shape.features)
            let centres = scale.tape.concatenate(locations.map { $0.broadcast(to: shape) }, along: .samples)
            return centres + scale * scale.tape.normalNoise(centres.shape, purpose: purpose)
        }

        func logDensity(of latent: Tensor) -> Tensor {
            let parts = zip(locations, weights).map { location, weight in
                latent.tape.gaussianLogDensity(latent, mean: location, standardDeviation: scale) + log(weight)
            }
            return latent.tape.concatenate(parts, along: .features).logSumExp(over: .features)
        }

        func stoppingGradient() -> any Posterior {
            Recorded(locations: locations.map { $0.stoppingGradient() }, scale: scale.stoppingGradient())
        }
    }
}
