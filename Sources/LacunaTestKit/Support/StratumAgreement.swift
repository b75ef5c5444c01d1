import LacunaCore

/// Strata and components of a posterior against the whole.
extension ConformanceReport {
    /// The weights of strata are a distribution, and their densities weighed by them add up to the density of the whole.
    mutating func requireStrata(_ family: some VariationalFamily, _ subject: LatentSubject) {
        attempt { report in
            let strata = try subject.stratumCount()
            let promised = family.stratumCount ?? 1
            report.require(
                strata == promised, "stratumCount promises \(promised) strata, but the posterior has \(strata)")
            report.requireStratumDensities(family, strata)
            guard strata > 1 else { return }
            let heads = testRows(2, subject.headWidth(2), seed: 7)
            let input = Experiment.Input(name: "the head", features: subject.headWidth(2), rows: heads)
            let experiment = Experiment(rowCount: 2, inputs: [input]) { tape, inputs, rowCount in
                guard let weights = subject.record(tape, inputs[0], 2, rowCount).logStratumWeights else {
                    throw CheckFailure("there are \(strata) strata but no logStratumWeights")
                }
                return [Experiment.Output(name: "the log-weights of the strata", tensor: weights, samples: strata)]
            }
            try report.requireDistribution(
                Probe(experiment, .float64).run()[0], over: strata, "the weights of the strata")
            report.requireGradient(experiment, of: "the log-weights of the strata")
        }
    }

    /// log Σ_k π_k q_k(z) is log q(z), where the same latents stand in every stratum.
    private mutating func requireStratumDensities(_ family: some VariationalFamily, _ strata: Int) {
        attempt { report in
            let width = family.headWidth(latentDimension: 2), count = 4, rowCount = 2
            let latents = testRows(rowCount, 2 * count, seed: 13)
            let repeated = latents.map { row in (0..<strata).flatMap { _ in row } }
            let inputs = [
                Experiment.Input(name: "z", samples: strata * count, features: 2, rows: repeated),
                Experiment.Input(name: "the head", features: width, rows: testRows(rowCount, width, seed: 14)),
            ]
            func experiment(_ hasWhole: Bool) -> Experiment {
                Experiment(rowCount: rowCount, inputs: inputs) { tape, inputs, _ in
                    let posterior = family.posterior(
                        head: inputs[1], latentDimension: 2, in: ParameterScope(tape, group: .encoder))
                    let own = Experiment.Output(
                        name: "log q_k(z)", tensor: posterior.logStratumDensity(ofDraws: inputs[0]),
                        samples: strata * count)
                    guard hasWhole else { return [own] }
                    let whole = posterior.logDensity(of: inputs[0])
                    let weights = posterior.logStratumWeights ?? tape.constant(0)
                    let shape = TensorShape(rows: rowCount, samples: strata)
                    return [
                        own, Experiment.Output(name: "log q(z)", tensor: whole, samples: strata * count),
                        Experiment.Output(
                            name: "the log-weights of the strata", tensor: weights.broadcast(to: shape), samples: strata
                        ),
                    ]
                }
            }
            let values = try Probe(experiment(true), .float64).run()
            var worst = 0.0
            for row in 0..<rowCount {
                for sample in 0..<count {
                    var sum = 0.0
                    for stratum in 0..<strata {
                        let own = values[0][(row * strata + stratum) * count + sample]
                        sum += Double.exp(values[2][row * strata + stratum] + own)
                    }
                    let whole = values[1][row * strata * count + sample]
                    let deviation = abs(Double.log(sum) - whole) / (1 + abs(whole))
                    worst = max(worst, deviation.isNaN ? .infinity : deviation)
                }
            }
            report.require(
                worst < 1e-9,
                "logStratumDensity(ofDraws:) disagrees with log q(z): log Σ_k π_k q_k(z) deviates from it by \(worst) "
                    + "(relative)")
            if strata > 1 { report.requireGradient(experiment(false), of: "logStratumDensity(ofDraws:)") }
        }
    }

    /// The weights of components, where there are any, are a distribution, and those of the strata where both are given.
    mutating func requireComponentWeights(_ family: some VariationalFamily) {
        attempt { report in
            let width = family.headWidth(latentDimension: 2), rowCount = 2
            let input = Experiment.Input(
                name: "the head", features: width, rows: testRows(rowCount, width, seed: 7))
            var count = 0, hasStrata = false
            let experiment = Experiment(rowCount: rowCount, inputs: [input]) { tape, inputs, _ in
                let posterior = family.posterior(
                    head: inputs[0], latentDimension: 2, in: ParameterScope(tape, group: .encoder))
                guard let weights = posterior.logComponentWeights else {
                    // A tape with nothing on it cannot run.
                    return [Experiment.Output(name: "the head", tensor: 1 * inputs[0], features: width)]
                }
                count = weights.shape.samples
                var outputs = [
                    Experiment.Output(name: "logComponentWeights", tensor: weights, samples: count)
                ]
                if let strata = posterior.logStratumWeights {
                    hasStrata = true
                    outputs.append(
                        Experiment.Output(name: "logStratumWeights", tensor: strata, samples: posterior.stratumCount))
                }
                return outputs
            }
            let values = try Probe(experiment, .float64).run()
            guard count > 0 else { return }
            report.requireDistribution(values[0], over: count, "the weights of the components")
            guard hasStrata else { return }
            let areSame =
                values[0].count == values[1].count && zip(values[0], values[1]).allSatisfy { abs($0 - $1) < 1e-9 }
            report.require(areSame, "logComponentWeights differ from logStratumWeights")
        }
    }

    /// Numbers side by side of each row are the logarithms of a distribution.
    private mutating func requireDistribution(_ logWeights: [Double], over count: Int, _ name: String) {
        for start in stride(from: 0, to: logWeights.count, by: count) {
            let sum = logWeights[start..<start + count].map { Double.exp($0) }.reduce(0, +)
            require(abs(sum - 1) < 1e-9, "\(name) sum to \(sum) instead of 1")
        }
    }
}
