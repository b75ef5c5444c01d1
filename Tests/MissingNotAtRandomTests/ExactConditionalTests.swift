import Foundation
import Lacuna
import Testing

@testable import MissingNotAtRandom

@Suite struct ExactConditionalTests {
    /// A normal conditional, cut off below 0, has the mean μ + σ φ(μ/σ) / Φ(μ/σ).
    @Test func truncatedNormal() {
        for x2 in [-1.5, 0, 0.4, 2] {
            let location = 0.8 * x2, scale = 0.6, ratio = location / scale
            let density: Double = exp(-0.5 * ratio * ratio) / (2 * Double.pi).squareRoot()
            let mass: Double = 0.5 * erfc(-ratio / 2.0.squareRoot())
            let expected: Double = location + scale * density / mass
            #expect(abs(ExactConditional(.gaussian, given: x2).mean - expected) < 1e-4)
        }
    }

    /// Across the middle of the sector, x1 is a radius weighed by its inverse, and its mean is 1 / E[1 / radius].
    @Test func ringOnItsAxis() {
        var inverse = 0.0, total = 0.0
        for step in 0..<20_000 {
            let radius = 0.5 + 8 * (Double(step) + 0.5) / 20_000
            let weight = exp(-(radius - 4.5) * (radius - 4.5))
            inverse += weight / radius
            total += weight
        }
        #expect(abs(ExactConditional(.side, given: 0).mean - total / inverse) < 1e-4)
    }

    @Test func draws() {
        var stream = RandomStream(seed: 2)
        let exact = ExactConditional(.ring, given: 4)
        let draws: [Double] = (0..<4_000).map { _ in exact.sample(using: &stream) }
        let mean = draws.reduce(0, +) / Double(draws.count)
        // By symmetry the mean is 0; draws lie within ±4, so that their standard deviation is below 4.
        let error: Double = 4 / Double(draws.count).squareRoot()
        #expect(abs(exact.mean) < 1e-9)
        #expect(abs(mean) < 5 * error)
        #expect(draws.allSatisfy { abs($0) <= 4 })
    }

    /// Rows of which no point could be missing, which a threshold by the table's own mean may ask for, still have an answer.
    @Test func impossibleRow() {
        #expect(ExactConditional(.ring, given: -3).mean.isFinite)
    }
}
