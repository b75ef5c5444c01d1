import LacunaCore

/// The gradient of draws of one latent by implicit reparametrisation: dz/dφ = −(∂F(z)/∂φ) / q(z), with F by quadrature
/// (Figurnov, Mohamed and Mnih 2018, *Implicit reparameterization gradients*).
///
/// Every family whose draws have a path has this gradient in one dimension, also where a draw itself jumps as φ moves.
struct ImplicitGradient {
    private(set) var worst = 0.0

    /// Compares the gradient of some draws of a row, relative to 1 + |gradient|.
    init(_ subject: LatentSubject, head: [Double], drawCount: Int = 5) throws {
        for number in 0..<drawCount {
            let probe = try Probe(subject.draws(1, heads: [head], count: 1, purpose: "implicit"), .float64)
            let draw = probe.run(stream: Probe.stream.child(number))[0][0]
            // The objective weighs its first cell by .3.
            let gradient = (probe.gradients().inputs.first ?? []).map { $0 / 0.3 }
            let step = 1e-5
            let density = Double.exp(
                try Probe(subject.density(1, heads: [head], latents: [[draw]]), .float64).run()[0][0])
            for cell in head.indices {
                var up = head, down = head
                up[cell] += step
                down[cell] -= step
                let slope = try (Self.massBelow(draw, subject, up) - Self.massBelow(draw, subject, down)) / (2 * step)
                let expected = -slope / density
                worst = max(worst, abs(gradient[cell] - expected) / (1 + abs(expected)))
                if gradient[cell].isNaN { worst = .infinity }
            }
        }
    }

    private static func massBelow(_ draw: Double, _ subject: LatentSubject, _ head: [Double]) throws -> Double {
        let quadrature = Quadrature(centre: draw)
        let half = quadrature.points.count / 2
        let points = Array(quadrature.points[0...half])
        let logDensities = try Probe(subject.density(1, heads: [head], latents: [points]), .float64).run()[0]
        var mass = 0.0
        for (index, logDensity) in logDensities.enumerated() {
            mass += Double.exp(logDensity) * quadrature.weights[index] * (index == half ? 0.5 : 1)
        }
        return mass
    }
}
