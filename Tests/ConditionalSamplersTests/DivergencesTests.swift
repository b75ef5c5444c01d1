import Foundation
import Lacuna
import Testing

@testable import ConditionalSamplers

/// Divergences against closed forms.
@Suite struct DivergencesTests {
    private func normal(_ mean: Double, _ deviation: Double, weight: Double = 1) -> ScalarMixture.Component {
        ScalarMixture.Component(weight: weight, mean: mean, standardDeviation: deviation)
    }

    private func divergences(_ estimate: [ScalarMixture.Component], _ truth: [ScalarMixture.Component]) -> Divergences {
        let grid = LineGrid(covering: -12...14, step: 0.005)
        return Divergences(
            of: grid.points.map(ScalarMixture(components: estimate).density),
            from: grid.points.map(ScalarMixture(components: truth).density), step: grid.step)
    }

    @Test func kullbackLeiblerOfNormals() {
        // log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²) / 2σ₂² − 1/2, the true one first.
        let expected = log(1.5 / 0.8) + (0.64 + 0.49) / (2 * 2.25) - 0.5
        let found = divergences([normal(0.7, 1.5)], [normal(0, 0.8)])
        #expect(abs(found.kullbackLeibler - expected) < 1e-9)
    }

    @Test func jensenShannonOfSeparateModes() {
        // The estimate has one of two equal modes that do not overlap; densities ½ and 1 there, ½ and 0 elsewhere.
        let found = divergences([normal(5, 0.1)], [normal(-5, 0.1, weight: 0.5), normal(5, 0.1, weight: 0.5)])
        let truth = 0.5 * log(0.5 / 0.75) + 0.5 * log(0.5 / 0.25)
        #expect(abs(found.jensenShannon - (truth + log(1 / 0.75)) / 2) < 1e-9)
    }

    @Test func weightsOfModesCount() {
        let found = divergences(
            [normal(-4, 0.5, weight: 0.2), normal(4, 0.5, weight: 0.8)],
            [normal(-4, 0.5, weight: 0.6), normal(4, 0.5, weight: 0.4)])
        #expect(abs(found.kullbackLeibler - (0.6 * log(0.6 / 0.2) + 0.4 * log(0.4 / 0.8))) < 1e-9)
        let expected =
            (0.6 * log(0.6 / 0.4) + 0.4 * log(0.4 / 0.6) + 0.2 * log(0.2 / 0.4) + 0.8 * log(0.8 / 0.6)) / 2
        #expect(abs(found.jensenShannon - expected) < 1e-9)
    }

    @Test func drawsElsewhereHaveTheLargestDivergence() {
        let truth = ScalarMixture(components: [normal(0, 0.1)])
        let found = Divergences(of: [Double](repeating: 1e6, count: 10_000), from: truth)
        #expect(abs(found.jensenShannon - log(2)) < 0.002)
        // Only the draw that is spread evenly is left in the interval of 18 standard deviations of the smoothed density.
        let deviation = hypot(0.1, Divergences.bandwidth)
        let entropy = 0.5 * log(2 * Double.pi * exp(1) * deviation * deviation)
        #expect(abs(found.kullbackLeibler - (log(10_001 * 18 * deviation) - entropy)) < 0.01)
    }

    @Test func kernelEstimateIsThatOfNormals() {
        let grid = LineGrid(covering: -1...1, step: 0.01)
        let found = grid.kernelEstimate(of: [0.1234, -0.4], bandwidth: 0.05)
        let expected = ScalarMixture(components: [normal(0.1234, 0.05, weight: 0.5), normal(-0.4, 0.05, weight: 0.5)])
        for (point, density) in zip(grid.points, found) {
            #expect(abs(density - expected.density(at: point)) < 1e-6)
        }
        #expect(abs(found.reduce(0, +) * grid.step - 1) < 1e-8)
    }

    /// At zero divergence the estimator's own error is small, and a wrong weight of .02 of one of three modes stands out.
    ///
    /// KL is about half of (number of independent places) / draws, here .001; the limits are ten times larger, which no
    /// seed reaches by chance.
    @Test func exactDrawsAreNear() {
        let truth = ScalarMixture(
            components: [normal(-1, 0.1, weight: 0.3), normal(0, 0.1, weight: 0.3), normal(1, 0.1, weight: 0.4)])
        var stream = RandomStream(seed: 9)
        let exact = Divergences(of: (0..<10_000).map { _ in truth.sample(using: &stream) }, from: truth)
        #expect(exact.kullbackLeibler > 0 && exact.kullbackLeibler < 0.01)
        #expect(exact.jensenShannon > 0 && exact.jensenShannon < 0.0025)
        var wrong = truth
        wrong.components.removeFirst()
        for index in wrong.components.indices { wrong.components[index].weight /= 0.7 }
        let missing = Divergences(of: (0..<10_000).map { _ in wrong.sample(using: &stream) }, from: truth)
        #expect(missing.kullbackLeibler > 1 && missing.kullbackLeibler < 5)
        // ½ Σ over modes in closed form, as above.
        let present = 0.7 * log(0.7 / 0.85) + 0.3 * log(2) + log(1 / 0.85)
        #expect(abs(missing.jensenShannon - present / 2) < 0.01)
    }
}
