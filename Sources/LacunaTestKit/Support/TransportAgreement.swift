import LacunaCore

/// Transported latents against the density of their distribution.
extension ConformanceReport {
    /// Transported latents are there where they are promised, have the same values, and move as the implicit gradient says.
    mutating func requireTransport(_ family: some VariationalFamily, _ subject: LatentSubject) {
        attempt { report in
            let width = family.headWidth(latentDimension: 2)
            let latents = Experiment.Input(name: "z", samples: 3, features: 2, rows: testRows(2, 6, seed: 10))
            let head = Experiment.Input(name: "the head", features: width, rows: testRows(2, width, seed: 11))
            var isThere = false
            let experiment = Experiment(rowCount: 2, inputs: [latents, head]) { tape, inputs, _ in
                let posterior = family.posterior(
                    head: inputs[1], latentDimension: 2, in: ParameterScope(tape, group: .encoder))
                let transported = posterior.transporting(inputs[0])
                isThere = transported != nil
                return [
                    Experiment.Output(
                        name: "transported latents", tensor: transported ?? 1 * inputs[0], samples: 3,
                        features: 2)
                ]
            }
            let probe = try Probe(experiment, .float64)
            let values = probe.run()[0]
            let found = isThere ? "transports latents" : "transports none"
            report.require(
                isThere == family.canTransport,
                "canTransport is \(family.canTransport), but the posterior \(found)")
            guard isThere else { return }
            report.require(values == latents.rows.flatMap { $0 }, "transporting changes the latents")
            let gradients = probe.gradients().inputs
            report.require(gradients[0].allSatisfy { $0 == 0 }, "a gradient passes to the latents through transporting")
            report.require(
                gradients[1].contains { $0 != 0 } && gradients[1].allSatisfy(\.isFinite),
                "the gradient of transported latents does not reach the head")
            report.requireImplicitTransport(family, subject)
        }
    }

    /// One latent moves with the head so that the probability below it stays the same.
    private mutating func requireImplicitTransport(_ family: some VariationalFamily, _ subject: LatentSubject) {
        attempt { report in
            let width = family.headWidth(latentDimension: 1)
            let head = testNumbers(width, seed: 12, low: -1, high: 1)
            let latents = [-0.9, 0.2, 1.1]
            let inputs = [
                Experiment.Input(name: "z", samples: 3, features: 1, rows: [latents]),
                Experiment.Input(name: "the head", features: width, rows: [head]),
            ]
            let experiment = Experiment(rowCount: 1, inputs: inputs) { tape, inputs, _ in
                let posterior = family.posterior(
                    head: inputs[1], latentDimension: 1, in: ParameterScope(tape, group: .encoder))
                guard let transported = posterior.transporting(inputs[0]) else {
                    throw CheckFailure(
                        "a posterior of two latents transports them, but one of a single latent does not")
                }
                return [Experiment.Output(name: "transported latents", tensor: transported, samples: 3)]
            }
            let probe = try Probe(experiment, .float64)
            probe.run()
            let implicit = try ImplicitGradient(subject, head: head, latents: latents, areOfStrata: false)
            let worst = implicit.deviation(of: probe.gradients().inputs[1])
            report.require(
                worst < ImplicitGradient.tolerance,
                "the gradient of transported latents deviates from −(∂F/∂head) / q, with F and q from log q(z), by "
                    + "\(worst) (relative)")
        }
    }
}
