import Foundation
import LacunaCore
import Testing

/// What importance weights are worth.
@Suite struct WeightDiagnosticsTests {
    @Test func effectiveSampleSizesInClosedForm() {
        let cases: [(logWeights: [Double], size: Double)] = [
            ([0, 0, 0, 0, 0], 5), ([0, -.infinity, -.infinity], 1), ([log(1.0), log(1.0), log(2.0)], 16.0 / 6),
            ([-1000, -1000, -1000 + log(2.0)], 16.0 / 6), ([800, 800], 2), ([0, -800], 1), ([3], 1),
        ]
        for (logWeights, size) in cases {
            let found = WeightDiagnostics.effectiveSampleSize(logWeights: logWeights)
            #expect(abs(found - size) < 1e-9, "\(logWeights): \(found)")
        }
        #expect(WeightDiagnostics.effectiveSampleSize(logWeights: []) == 0)
        #expect(WeightDiagnostics.effectiveSampleSize(logWeights: [-.infinity, -.infinity]) == 0)
    }

    /// Weights u^(−k) are exactly Pareto with shape k. The fit to the largest M = 300 of 10,000 weights, shrunk towards .5
    /// by ten pseudo-observations, has the mean (300 k + 5)/310 and a standard deviation of (1 + k)/√300; six of them are
    /// allowed, with .02 for the bias of the fit: false alarms below 1e-8 a shape.
    @Test func paretoShapesAreFound() throws {
        for shape in [0.1, 0.3, 0.5, 0.7, 0.9, 1.4] {
            var stream = RandomStream(seed: 31)
            let logWeights = (0..<10_000).map { _ in -shape * log(stream.uniform()) }
            let found = try #require(WeightDiagnostics.paretoShape(logWeights: logWeights))
            let expected = (300 * shape + 5) / 310
            #expect(abs(found - expected) < 6 * (1 + shape) / 300.0.squareRoot() + 0.02, "\(found) for \(shape)")
            // The scale of the weights does not matter, nor their order.
            let moved = try #require(
                WeightDiagnostics.paretoShape(logWeights: logWeights.reversed().map { $0 - 700 }))
            #expect(abs(moved - found) < 1e-6)
        }
    }

    /// The average over many samples is nearer: sensitive to a wrong prior or a wrong number of tail weights.
    @Test func theFitIsNearlyUnbiased() throws {
        let shape = 0.6
        var total = 0.0
        for seed in 0..<100 {
            var stream = RandomStream(seed: UInt64(seed)).child("pareto")
            total += try #require(
                WeightDiagnostics.paretoShape(logWeights: (0..<2500).map { _ in -shape * log(stream.uniform()) }))
        }
        // M = 150: the mean of a fit is (150 k + 5)/160; 100 fits have a standard error of .013.
        #expect(abs(total / 100 - (150 * shape + 5) / 160) < 6 * 0.013)
    }

    @Test func boundedAndEqualWeightsAreHarmless() throws {
        var stream = RandomStream(seed: 32)
        // Uniform weights have the shape −1.
        let bounded = try #require(
            WeightDiagnostics.paretoShape(logWeights: (0..<10_000).map { _ in log(stream.uniform()) }))
        #expect(abs(bounded - (300 * -1 + 5) / 310) < 0.4)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: -3, count: 100)) == 0)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: 0, count: 24)) == nil)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: -.infinity, count: 50)) == nil)
    }

    /// One weight that outdoes all others is never called reliable.
    @Test func oneLargeWeightIsNoticed() throws {
        var stream = RandomStream(seed: 33)
        var logWeights = (0..<1000).map { _ in stream.normal() * 0.1 }
        logWeights[500] = 60
        let shape = try #require(WeightDiagnostics.paretoShape(logWeights: logWeights))
        #expect(shape.isFinite)
        #expect(WeightDiagnostics.effectiveSampleSize(logWeights: logWeights) < 1.001)
    }
}
