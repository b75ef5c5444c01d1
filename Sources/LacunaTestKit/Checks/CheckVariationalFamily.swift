import LacunaCore

/// Checks the contract of a variational family: shapes, a density that integrates to 1, reparametrised draws that follow
/// it and whose gradient reaches the head, right gradients, addressed randomness and numbers that stay finite.
///
/// It detects a mass off by 1e-4, draws whose distribution function is off by .01, or by a factor of 2 in a tail of .001
/// (false alarms below 1e-6, seed fixed), gradients off by 1e-5, and gradients of transported latents off by 1e-3. Draws of
/// stratified families are weighed by the weights of their strata, whose densities add up to that of the whole.
public func checkVariationalFamily(_ family: some VariationalFamily) -> ConformanceReport {
    var report = ConformanceReport("variational family \(type(of: family).name)")
    let widths = (1...3).map { family.headWidth(latentDimension: $0) }
    guard widths.allSatisfy({ $0 > 0 }) else {
        report.fail("headWidth is \(widths) for 1, 2 and 3 latents, where numbers above 0 are expected")
        return report
    }
    let subject = LatentSubject(
        densityName: "log q(z)", headWidth: { family.headWidth(latentDimension: $0) },
        record: { tape, head, dimension, _ in
            recorded(family, tape: tape, head: head, dimension: dimension, isStopped: false)
        })
    let heads = testRows(3, widths[1], seed: 2)
    let usual = subject.density(2, heads: heads, latents: testRows(3, 4 * 2, seed: 3))
    guard report.requireRecordable(usual) else { return report }
    report.requireGradient(usual, of: "log q(z)")
    report.requirePrecisionsAgree(usual)
    report.requireRowsIndependent(usual)
    report.requireExtremes(subject)
    report.requireStrata(family, subject)
    report.requireComponentWeights(family)
    report.requireTransport(family, subject)
    if let family = family as? any LocationScaleFamily { report.requireLocationScale(family) }
    report.requirePath(subject)
    report.requireStoppedGradient(family)
    let zero = [[Double]](repeating: [Double](repeating: 0, count: widths[2]), count: 3)
    report.attempt { report in
        let strata = try subject.stratumCount()
        report.requireAddressedDraws(strata: strata) { subject.draws(3, heads: zero, count: $1, purpose: $0) }
    }
    for seed in [4, 5] as [UInt64] {
        report.requireDrawsFollowDensity(subject, head: testNumbers(widths[0], seed: seed, low: -1, high: 1))
    }
    report.requireJointDrawsFollowDensity(subject, head: testNumbers(widths[1], seed: 6, low: -1, high: 1))
    return report
}

private func recorded(
    _ family: some VariationalFamily, tape: Tape, head: Tensor?, dimension: Int, isStopped: Bool
) -> LatentSubject.Recorded {
    let scope = ParameterScope(tape, group: .encoder)
    var posterior = family.posterior(head: head ?? tape.constant(0), latentDimension: dimension, in: scope)
    if isStopped { posterior = posterior.stoppingGradient() }
    return LatentSubject.Recorded(
        logDensity: { posterior.logDensity(of: $0) }, draw: { posterior.draw(count: $0, purpose: $1) },
        logStratumDensity: { posterior.logStratumDensity(ofDraws: $0) },
        stratumCount: posterior.stratumCount, logStratumWeights: posterior.logStratumWeights)
}

extension LatentSubject {
    /// Strata of the distribution of two latents.
    func stratumCount() throws -> Int {
        let tape = Tape(precision: .float64)
        let width = headWidth(2)
        return record(tape, width > 0 ? tape.input("head", TensorShape(features: width)) : nil, 2, 1).stratumCount
    }
}

extension ConformanceReport {
    fileprivate mutating func requireExtremes(_ subject: LatentSubject) {
        let width = subject.headWidth(2)
        for size in [0.0, 50, -50] {
            let head = [Double](repeating: size, count: width)
            let mixed = (0..<width).map { $0 % 2 == 0 ? size : -size }
            for (latent, name) in [(0.0, "0"), (1e3, "1000")] {
                requireFinite(
                    subject.density(2, heads: [head, mixed], latents: [[latent, -latent], [latent, latent]]),
                    "where heads reach \(size) and z is \(name)")
            }
            requireFinite(
                subject.draws(2, heads: [head, mixed], count: 8, purpose: "extremes"), "where heads reach \(size)")
        }
    }

    /// The gradient of draws reaches the head, by their path or implicitly.
    fileprivate mutating func requirePath(_ subject: LatentSubject) {
        attempt { report in
            let heads = testRows(3, subject.headWidth(1), seed: 8, low: -1, high: 1)
            let single = subject.draws(1, heads: heads, count: 4, purpose: "path")
            let probe = try Probe(single, .float64)
            probe.run()
            report.require(
                probe.gradients().inputs.contains { $0.contains { $0 != 0 } },
                "the gradient of the draws does not reach the head: they are not reparametrised")
            let difference = try GradientDifference(single)
            if difference.isAcceptable {
                report.requireGradient(
                    subject.draws(
                        2, heads: testRows(3, subject.headWidth(2), seed: 9), count: 4, purpose: "path"),
                    of: "the draws")
            } else {
                let worst = try ImplicitGradient.worst(subject, head: heads[0])
                report.require(
                    worst < ImplicitGradient.tolerance,
                    "the draws: \(difference.sentence), and from the implicit gradient by \(worst)")
            }
        }
    }

    /// With its parameters held constant, a posterior has the same density, no gradient to the head, and that to z.
    fileprivate mutating func requireStoppedGradient(_ family: some VariationalFamily) {
        attempt { report in
            let width = family.headWidth(latentDimension: 2)
            func density(_ isStopped: Bool) -> Experiment {
                let subject = LatentSubject(
                    densityName: "log q(z)", headWidth: { family.headWidth(latentDimension: $0) },
                    record: { tape, head, dimension, _ in
                        recorded(family, tape: tape, head: head, dimension: dimension, isStopped: isStopped)
                    })
                return subject.density(2, heads: testRows(3, width, seed: 2), latents: testRows(3, 8, seed: 3))
            }
            let moving = try Probe(density(false), .float64), stopped = try Probe(density(true), .float64)
            report.require(
                isSame(moving.run()[0][...], stopped.run()[0][...]), "stoppingGradient() changes the density itself")
            let a = moving.gradients(), b = stopped.gradients()
            report.require(
                b.inputs[1].allSatisfy { $0 == 0 } && b.parameters.allSatisfy { $0.values.allSatisfy { $0 == 0 } },
                "a gradient passes to the head through stoppingGradient()")
            report.require(
                zip(a.inputs[0], b.inputs[0]).allSatisfy { abs($0 - $1) <= 1e-9 * (1 + abs($0)) },
                "stoppingGradient() changes the gradient with respect to z")
        }
    }
}
