import LacunaCore

/// The gradient of draws of one latent by implicit reparametrisation: dz/dφ = −(∂F(z)/∂φ) / q(z), with F by quadrature
/// (Figurnov, Mohamed and Mnih 2018, *Implicit reparameterization gradients*).
///
/// Every family whose draws have a path has this gradient in one dimension, also where a draw itself jumps as φ moves. Draws
/// of strata have that of their stratum.
struct ImplicitGradient {
    /// The derivatives of the latents' sum, each weighed as the cells of a `Probe` are, by each number φ of the head.
    let expected: [Double]

    /// The deviation up to which a gradient counts as right.
    static let tolerance = 1e-3

    /// The gradient of some latents of a row.
    ///
    /// - Parameter areOfStrata: Whether each is of a stratum of its own; otherwise all are of the whole distribution.
    init(_ subject: LatentSubject, head: [Double], latents: [Double], areOfStrata: Bool) throws {
        let step = 1e-5
        // The head itself, and two rows for each number: one above and one below.
        let heads =
            [head]
            + head.indices.flatMap { cell in
                [step, -step].map { shift in
                    var moved = head
                    moved[cell] += shift
                    return moved
                }
            }
        // The rule is cut off at its centre, which costs it accuracy: a small step makes up for it.
        let rules = latents.map { Quadrature(centre: $0, step: 0.004) }
        let count = rules.first.map { $0.points.count / 2 + 1 } ?? 0
        let points = rules.flatMap { $0.points.prefix(count) }
        let experiment = subject.density(
            1, heads: heads, latents: [[Double]](repeating: points, count: heads.count), areOfStrata: areOfStrata)
        let logDensities = try Probe(experiment, .float64).run()[0]
        var expected = [Double](repeating: 0, count: head.count)
        for (place, rule) in rules.enumerated() {
            func mass(_ row: Int) -> Double {
                let start = row * points.count + place * count
                var sum = 0.0
                for index in 0..<count {
                    let share = Double.exp(logDensities[start + index]) * rule.weights[index]
                    sum += index == count - 1 ? share / 2 : share
                }
                return sum
            }
            let density = Double.exp(logDensities[(place + 1) * count - 1])
            for cell in head.indices {
                let slope = (mass(1 + 2 * cell) - mass(2 + 2 * cell)) / (2 * step)
                expected[cell] -= Probe.weight(ofCell: place) * slope / density
            }
        }
        self.expected = expected
    }

    /// The largest deviation of the gradient of a `Probe`'s sum, relative to 1 + |expected|.
    func deviation(of gradient: [Double]) -> Double {
        guard gradient.count == expected.count else { return .infinity }
        let deviations = zip(gradient, expected).map { abs($0 - $1) / (1 + abs($1)) }
        return deviations.contains(where: \.isNaN) ? .infinity : deviations.max() ?? 0
    }

    /// The largest deviation over some draws of a row, one from each stratum.
    static func worst(_ subject: LatentSubject, head: [Double], drawCount: Int = 5) throws -> Double {
        var worst = 0.0
        for number in 0..<drawCount {
            let probe = try Probe(subject.draws(1, heads: [head], count: 1, purpose: "implicit"), .float64)
            let draws = probe.run(stream: Probe.stream.child(number))[0]
            let implicit = try ImplicitGradient(subject, head: head, latents: draws, areOfStrata: true)
            worst = max(worst, implicit.deviation(of: probe.gradients().inputs.first ?? []))
        }
        return worst
    }
}
