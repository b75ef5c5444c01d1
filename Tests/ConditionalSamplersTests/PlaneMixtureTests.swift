import Foundation
import Lacuna
import Testing

@testable import ConditionalSamplers

/// The true conditional against quadrature of the joint density.
@Suite struct PlaneMixtureTests {
    static let mixture: PlaneMixture = {
        var mixture = PlaneMixture()
        mixture.weights = [2, 1, 1]
        mixture.means = [[0, -1], [0.5, 0.75], [-1, 0.25]]
        mixture.covariances = [[0.25, 0.1, 0.1, 0.16], [0.09, -0.05, -0.05, 0.2], [0.3, 0, 0, 0.05]]
        return mixture
    }()

    /// The mixture's density as the sum over components of the two-dimensional normal, written out.
    private func density(_ x: Double, _ y: Double) -> Double {
        let mixture = Self.mixture
        return mixture.weights.indices.reduce(0) { sum, index in
            let (a, b, c) = (
                mixture.covariances[index][0], mixture.covariances[index][1], mixture.covariances[index][3]
            )
            let determinant = a * c - b * b
            let u = x - mixture.means[index][0], v = y - mixture.means[index][1]
            let exponent = (c * u * u - 2 * b * u * v + a * v * v) / determinant
            return sum + mixture.weights[index] / 4 * exp(-exponent / 2) / (2 * Double.pi * determinant.squareRoot())
        }
    }

    @Test(arguments: [(0, 0.3), (1, -0.6), (0, 2.5)])
    func conditionalIsTheJointOverTheMarginal(coordinate: Int, value: Double) {
        let joint = { (other: Double) in coordinate == 0 ? density(value, other) : density(other, value) }
        let step = 0.001
        let evidence = stride(from: -8.0, through: 8, by: step).reduce(0) { $0 + step * joint($1) }
        let conditional = Self.mixture.conditional(given: coordinate, at: value)
        for point in stride(from: -2.5, through: 2.5, by: 0.25) {
            let expected = joint(point) / evidence
            #expect(abs(conditional.density(at: point) - expected) < 1e-10 * max(1, expected))
        }
        #expect(abs(Self.mixture.marginal(of: coordinate).density(at: value) - evidence) < 1e-10)
        #expect(abs(conditional.components.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    }

    @Test func logDensityIsThatOfTheJoint() {
        for (x, y) in [(0.1, -0.7), (-2.0, 1.5), (4.0, -3.0)] {
            #expect(abs(Self.mixture.logDensity(at: [x, y]) - log(density(x, y))) < 1e-10)
        }
    }

    @Test func farFromAllComponentsTheNearestIsLeft() {
        let far = Self.mixture.conditional(given: 0, at: 80)
        #expect(far.components.allSatisfy { $0.weight.isFinite && $0.mean.isFinite })
        #expect(abs(far.components.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    }

    @Test func smoothingIsConvolution() {
        let mixture = Self.mixture.conditional(given: 0, at: 0.3)
        let kernel = ScalarMixture(components: [.init(weight: 1, mean: 0, standardDeviation: 0.4)])
        let step = 0.002
        for point in [-1.2, 0.1, 0.9] {
            let expected = stride(from: -5.0, through: 5, by: step).reduce(0) {
                $0 + step * mixture.density(at: $1) * kernel.density(at: point - $1)
            }
            #expect(abs(mixture.smoothed(by: 0.4).density(at: point) - expected) < 1e-10)
        }
    }

    /// First and second moments of 20,000 draws within 5.5 standard errors of quadrature: five comparisons, false alarm
    /// below 2e-7 (the seed is fixed); a correlation with the wrong sign lies 40 standard errors away.
    @Test func drawsHaveTheMoments() {
        var stream = RandomStream(seed: 4)
        let count = 20_000
        let rows = (0..<count).map { _ in Self.mixture.sample(using: &stream) }
        let statistics: [(Double, Double) -> Double] = [
            { x, _ in x }, { _, y in y }, { x, _ in x * x }, { _, y in y * y }, { x, y in x * y },
        ]
        let step = 0.05
        let axis = Array(stride(from: -5.0, through: 5, by: step))
        var first = [Double](repeating: 0, count: 5), second = first
        for x in axis {
            for y in axis {
                let mass = step * step * density(x, y)
                for (index, statistic) in statistics.enumerated() {
                    let value = statistic(x, y)
                    first[index] += mass * value
                    second[index] += mass * value * value
                }
            }
        }
        for (index, statistic) in statistics.enumerated() {
            let mean = rows.reduce(0) { $0 + statistic($1[0], $1[1]) } / Double(count)
            let variance = second[index] - first[index] * first[index]
            #expect(abs(mean - first[index]) < 5.5 * (variance / Double(count)).squareRoot())
        }
    }

    @Test func mistakesInTheFileAreNamed() throws {
        let path = NSTemporaryDirectory() + "mixture-\(UUID().uuidString).json5"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "{ weights: [1, -1], means: [[0, 1]], covariances: [[1, 2, 2, 1], [1, 0, 0, 1]] }".write(
            toFile: path, atomically: true, encoding: .utf8)
        let error = try #require(throws: LacunaError.self) { try PlaneMixture.read(path: path) }
        for key in ["weights[1]", "means", "covariances"] {
            #expect(error.problems.contains { $0.contains("\(key) must be") })
        }
    }
}
