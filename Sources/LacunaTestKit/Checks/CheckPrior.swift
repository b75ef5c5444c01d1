import LacunaCore

/// Checks the contract of a prior: shapes, a density that integrates to 1 in one and two dimensions, draws that follow it,
/// right gradients, addressed randomness and numbers that stay finite.
///
/// It detects a mass off by 1e-4, draws whose distribution function is off by .01, or by a factor of 2 in a tail of .001
/// (false alarms below 1e-6, seed fixed), and gradients off by 1e-5.
public func checkPrior(_ prior: some Prior) -> ConformanceReport {
    var report = ConformanceReport("prior \(type(of: prior).name)")
    let subject = LatentSubject(densityName: "log p(z)", headWidth: { _ in 0 }) { tape, _, dimension, rowCount in
        let scope = ParameterScope(tape, group: .prior)
        return LatentSubject.Recorded(
            logDensity: { prior.logDensity(of: $0, in: scope) },
            draw: { count, purpose in
                let shape = TensorShape(rows: rowCount, samples: count, features: dimension)
                return prior.sample(shape, purpose: purpose, in: scope)
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
    return report
}
