import LacunaCore

/// Checks the contract of a prior: shapes, a density that integrates to 1 in one and two dimensions, draws that follow it,
/// right gradients, addressed randomness and numbers that stay finite; of priors with clusters also that the probabilities
/// of these sum to 1.
///
/// It detects a mass off by 1e-4, draws whose distribution function is off by .01, or by a factor of 2 in a tail of .001
/// (false alarms below 1e-6, seed fixed), and gradients off by 1e-5.
public func checkPrior(_ prior: some Prior) -> ConformanceReport {
    var report = ConformanceReport("prior \(type(of: prior).name)")
    let subject = LatentSubject(densityName: "log p(z)", headWidth: { _ in 0 }) { tape, _, dimension, rowCount in
        let context = PriorContext.example(on: tape, latentDimension: dimension)
        return LatentSubject.Recorded(
            logDensity: { prior.logDensity(of: $0, in: context) },
            draw: { count, purpose in
                let shape = TensorShape(rows: rowCount, samples: count, features: dimension)
                return prior.sample(shape, purpose: purpose, in: context)
            })
    }
    let usual = subject.density(2, heads: [], latents: testRows(3, 4 * 2, seed: 1))
    guard report.requireRecordable(usual) else { return report }
    report.requireGradient(usual, of: subject.densityName)
    report.requirePrecisionsAgree(usual)
    report.requireRowsIndependent(usual)
    for far in [0.0, 50, 1e3] {
        report.requireFinite(subject.density(2, heads: [], latents: [[far, -far]]), "where z is \(far)")
    }
    report.requireAddressedDraws { subject.draws(3, heads: [[], [], []], count: $1, purpose: $0) }
    report.requireDrawsFollowDensity(subject, head: [])
    report.requireJointDrawsFollowDensity(subject, head: [])
    report.requireEncoderAsPromised(prior)
    if let clustered = prior as? any ClusteredPrior { report.requireResponsibilities(clustered) }
    return report
}

extension ConformanceReport {
    /// The encoder is used where that is promised, and nowhere else.
    fileprivate mutating func requireEncoderAsPromised(_ prior: some Prior) {
        attempt { report in
            let tape = Tape(precision: .float64)
            let latent = tape.input("z", TensorShape(features: 2))
            let density = prior.logDensity(of: latent, in: PriorContext.example(on: tape, latentDimension: 2))
            _ = try tape.finish(outputs: [density])
            let isUsed = tape.store.parameters.contains { $0.group == .encoder }
            report.require(
                isUsed == prior.usesEncoder,
                "usesEncoder is \(prior.usesEncoder), but the density \(isUsed ? "uses" : "does not use") the encoder")
        }
    }

    /// The probabilities of clusters sum to 1, belong to each latent alone, and are finite far out.
    fileprivate mutating func requireResponsibilities(_ prior: some ClusteredPrior) {
        let count = prior.componentCount, samples = 5
        func responsibilities(_ latents: [[Double]]) -> Experiment {
            let input = Experiment.Input(name: "z", samples: samples, features: 2, rows: latents)
            return Experiment(rowCount: latents.count, inputs: [input]) { tape, inputs, _ in
                let context = PriorContext.example(on: tape, latentDimension: 2)
                return [
                    Experiment.Output(
                        name: "log p(cluster | z)", tensor: prior.logResponsibilities(of: inputs[0], in: context),
                        samples: samples, features: count)
                ]
            }
        }
        let usual = responsibilities(testRows(3, samples * 2, seed: 12))
        guard requireRecordable(usual) else { return }
        requireGradient(usual, of: "log p(cluster | z)")
        requireRowsIndependent(usual)
        requireFinite(responsibilities([[Double](repeating: 50, count: 2 * samples)]), "where z is 50")
        attempt { report in
            let numbers = try Probe(usual, .float64).run()[0]
            for start in stride(from: 0, to: numbers.count, by: count) {
                let sum = numbers[start..<start + count].reduce(0.0) { $0 + Double.exp($1) }
                report.require(
                    abs(sum - 1) < 1e-9, "the probabilities of the clusters of a latent sum to \(sum) instead of 1")
            }
        }
    }
}
