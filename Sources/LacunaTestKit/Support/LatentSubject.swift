import LacunaCore

/// What priors and variational families have in common: a density over latents, and draws from it.
struct LatentSubject {
    /// A distribution on a tape.
    struct Recorded {
        var logDensity: (_ latent: Tensor) -> Tensor
        var draw: (_ count: Int, _ purpose: String) -> Tensor
        /// log q_k(z) of latents, stratum by stratum; `nil` where there is one.
        var logStratumDensity: ((_ latent: Tensor) -> Tensor)?
        var stratumCount = 1
        var logStratumWeights: Tensor?
    }

    /// What messages call the log-density, such as `log q(z)`.
    var densityName: String
    /// Width of the head for a number of latents; 0 where there is none.
    var headWidth: (_ dimension: Int) -> Int
    /// The distribution of each row.
    var record: (_ tape: Tape, _ head: Tensor?, _ dimension: Int, _ rowCount: Int) -> Recorded

    /// The density at given latents, for rows with given heads: of the whole, or of the strata that they lie in.
    func density(
        _ dimension: Int, heads: [[Double]], latents: [[Double]], areOfStrata: Bool = false
    ) -> Experiment {
        let samples = (latents.first?.count ?? 0) / dimension
        var inputs = [Experiment.Input(name: "z", samples: samples, features: dimension, rows: latents)]
        let width = headWidth(dimension)
        if width > 0 { inputs.append(Experiment.Input(name: "the head", features: width, rows: heads)) }
        return Experiment(rowCount: latents.count, inputs: inputs) { tape, inputs, rowCount in
            let recorded = record(tape, inputs.count > 1 ? inputs[1] : nil, dimension, rowCount)
            let logDensity = (areOfStrata ? recorded.logStratumDensity : nil) ?? recorded.logDensity
            return [Experiment.Output(name: densityName, tensor: logDensity(inputs[0]), samples: samples)]
        }
    }

    /// Draws of rows with given heads.
    func draws(_ dimension: Int, heads: [[Double]], count: Int, purpose: String) -> Experiment {
        Experiment(rowCount: heads.count, inputs: headInput(dimension, heads)) { tape, inputs, rowCount in
            let recorded = record(tape, inputs.first, dimension, rowCount)
            return [
                Experiment.Output(
                    name: "the draws", tensor: recorded.draw(count, purpose), samples: count * recorded.stratumCount,
                    features: dimension)
            ]
        }
    }

    /// Shares of draws below thresholds, by stratum weight: for each column of thresholds, the share of draws that lie
    /// below all of them (one threshold a latent).
    func shares(_ dimension: Int, head: [Double], below thresholds: [[Double]]) throws -> [Double] {
        let count = ShareTest.drawCount
        let experiment = Experiment(rowCount: 1, inputs: headInput(dimension, [head])) { tape, inputs, rowCount in
            let recorded = record(tape, inputs.first, dimension, rowCount)
            let draws = recorded.draw(count, "shares")
            let samples = count * recorded.stratumCount
            guard draws.shape == TensorShape(samples: samples, features: dimension) else {
                return [Experiment.Output(name: "the draws", tensor: draws, samples: samples, features: dimension)]
            }
            var isBelow: Tensor?
            for latent in 0..<dimension {
                let points = tape.constant(thresholds.map { $0[latent] }, TensorShape(features: thresholds.count))
                let below = tape.lessThan(draws.features(latent..<latent + 1), points)
                isBelow = isBelow.map { $0 * below } ?? below
            }
            var weighted = isBelow ?? draws
            if let logWeights = recorded.logStratumWeights {
                // Samples of a stratum lie side by side.
                let shape = TensorShape(samples: recorded.stratumCount, features: count)
                let weights = logWeights.exp().broadcast(to: shape).reshaped(to: TensorShape(samples: samples))
                weighted = weighted * weights
            }
            return [
                Experiment.Output(
                    name: "the shares", tensor: weighted.sum(over: .samples), features: thresholds.count)
            ]
        }
        return try Probe(experiment, .float64).run()[0].map { $0 / Double(count) }
    }

    private func headInput(_ dimension: Int, _ heads: [[Double]]) -> [Experiment.Input] {
        let width = headWidth(dimension)
        return width > 0 ? [Experiment.Input(name: "the head", features: width, rows: heads)] : []
    }

    /// The middle of some draws of each latent: where quadrature is centred.
    func medians(_ dimension: Int, head: [Double]) throws -> [Double] {
        let numbers = try Probe(draws(dimension, heads: [head], count: 501, purpose: "centre"), .float64).run()[0]
        return (0..<dimension).map { latent in
            let values = stride(from: latent, to: numbers.count, by: dimension).map { numbers[$0] }.sorted()
            return values[values.count / 2]
        }
    }
}
