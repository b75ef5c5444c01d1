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

    /// Against an independent implementation (numpy, from Zhang and Stephens 2009 and the PSIS paper) on weights that follow
    /// from a formula: sensitive to the number of tail weights, the threshold, the prior, and the grid of the fit.
    @Test func anotherImplementationAgrees() throws {
        let wanted: [(count: Int, pareto: Double, bounded: Double, heavy: Double)] = [
            (40, 0.5147774316817784, -0.3633197767653874, 0.952712887637747),
            (1000, 0.6364921845962481, -1.5523232336207224, 1.744714889574976),
            (10_000, 0.6686307971097293, -1.730604351697049, 1.903194217940628),
        ]
        var worst = 0.0
        for (count, pareto, bounded, heavy) in wanted {
            let uniforms = (1...count).map { (Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) }
            let sets = [
                uniforms.map { -0.7 * log($0) }, (1...count).map { 3 * sin(12.9898 * Double($0)) },
                uniforms.map { -2 * log($0) },
            ]
            for (logWeights, shape) in zip(sets, [pareto, bounded, heavy]) {
                worst = max(worst, abs(try #require(WeightDiagnostics.paretoShape(logWeights: logWeights)) - shape))
            }
        }
        #expect(worst < 1e-9)
    }

    @Test func boundedAndEqualWeightsAreHarmless() throws {
        var stream = RandomStream(seed: 32)
        // Uniform weights have the shape −1.
        let bounded = try #require(
            WeightDiagnostics.paretoShape(logWeights: (0..<10_000).map { _ in log(stream.uniform()) }))
        #expect(abs(bounded - (300 * -1 + 5) / 310) < 0.4)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: -3, count: 100)) == 0)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: 0, count: 24)) == nil)
    }

    /// Weights beside which all others vanish, and weights of which none is finite, are the least reliable of all.
    @Test func weightsBeyondNumbersAreUnreliable() {
        let alone = [0] + (0..<200).map { -800 - Double($0) * 10 }
        #expect(WeightDiagnostics.paretoShape(logWeights: alone) == .infinity)
        #expect(WeightDiagnostics.paretoShape(logWeights: [Double](repeating: -.infinity, count: 50)) == .infinity)
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
