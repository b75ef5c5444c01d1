import Foundation
import Lacuna
import Testing

/// Non-linear decoders with one latent, every bundled observation model: bounds and imputations against quadrature.
@Suite struct QuadratureTests {
    static let row = [0.7, -1.1, 1, 0, 1, 0]
    static let patterns: [[Double]] = [
        [1, 1, 1, 1, 1, 1], [1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 1, 1], [0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0],
    ]
    /// Two-sided 6e-7 for a normal error; fewer than 20 comparisons with independent noise, so 5.5 keeps below 1e-6.
    static let limit = 5.5

    static let observations: [any ObservationModel] = [GaussianObservation(), StudentTObservation()]

    private static func importanceWeighted(_ count: Int) -> any Bound {
        ImportanceWeightedBound(importanceSampleCount: count, gradient: Choice(TotalGradient()))
    }

    /// The mean weight over many draws has the expectation p(x_o): checked in standard errors of the weights themselves.
    @Test(arguments: [0, 1])
    func manySamplesReachTheDensity(observation: Int) throws {
        let example = try OneLatentModel(Self.observations[observation])
        for pattern in Self.patterns {
            let exact = try example.quadrature(Self.row, pattern).logDensity
            let probe = try BoundProbe(
                example.model, example.store, bound: Self.importanceWeighted(1), rowCount: 40_000)
            let weights = probe.replicate(Self.row, pattern, noise: RandomStream(seed: 7)).map { exp($0 - exact) }
            let (mean, error) = meanAndError(weights)
            #expect(abs(mean - 1) < Self.limit * error, "pattern \(pattern): \(mean) ± \(error)")
            #expect(error < 0.02)
            let large = try BoundProbe(
                example.model, example.store, bound: Self.importanceWeighted(40_000), rowCount: 1)
            let value = large.run(Self.row, pattern, noise: RandomStream(seed: 8))[0]
            #expect(abs(value - exact) < Self.limit * error, "pattern \(pattern): \(value) for \(exact)")
        }
    }

    /// From below: the mean bound rises with the number of draws and stays under log p(x_o).
    @Test(arguments: [0, 1])
    func boundsRiseTowardsTheDensity(observation: Int) throws {
        let example = try OneLatentModel(Self.observations[observation])
        let pattern = Self.patterns[0]
        let exact = try example.quadrature(Self.row, pattern).logDensity
        var before = -Double.infinity
        for count in [1, 10, 100] {
            let probe = try BoundProbe(
                example.model, example.store, bound: Self.importanceWeighted(count), rowCount: 4000)
            let (mean, error) = meanAndError(probe.replicate(Self.row, pattern, noise: RandomStream(seed: 9)))
            #expect(mean - Self.limit * error <= exact)
            #expect(mean > before)
            before = mean
        }
        #expect(exact - before < 0.05)
    }

    /// Weighted means of missing cells: means of continuous ones, probabilities of the others.
    @Test(arguments: [0, 1])
    func imputedMeansAgree(observation: Int) throws {
        let example = try OneLatentModel(Self.observations[observation])
        let incomplete = Self.patterns.filter { $0.contains(0) }
        let values = incomplete.flatMap { _ in Self.row.map { Float($0) } }
        let dataset = Dataset(
            layout: example.model.layout, rowCount: incomplete.count, values: values,
            observed: incomplete.flatMap { $0.map { UInt8($0) } })
        let run = ImputationRun(
            model: example.model, store: example.store, sampler: ImportanceResampling(sampleCount: 40_000),
            request: ImputationRequest(), batchSize: 2, stream: RandomStream(seed: 6))
        let completed = try run.complete(dataset)
        let rounded = Self.row.map { Double(Float($0)) }
        for (index, pattern) in incomplete.enumerated() {
            let exact = try example.quadrature(rounded, pattern)
            let size = try #require(completed.diagnostics[index]).effectiveSampleSize
            #expect(size > 2000)
            var worst = 0.0
            for feature in pattern.indices where pattern[feature] == 0 {
                let imputed = Double(completed.summary[index * pattern.count + feature])
                let error = exact.deviation[feature] / size.squareRoot()
                worst = max(worst, abs(imputed - exact.mean[feature]) / error)
            }
            #expect(worst < Self.limit, "pattern \(pattern) deviates by \(worst) standard errors")
        }
    }

    /// The sampler on a grid is a quadrature of its own: it agrees to the rounding of results in 32 bits.
    @Test(arguments: [0, 1])
    func meansOnAGridAgree(observation: Int) throws {
        let example = try OneLatentModel(Self.observations[observation])
        let incomplete = Self.patterns.filter { $0.contains(0) }
        let dataset = Dataset(
            layout: example.model.layout, rowCount: incomplete.count,
            values: incomplete.flatMap { _ in Self.row.map { Float($0) } },
            observed: incomplete.flatMap { $0.map { UInt8($0) } })
        let run = ImputationRun(
            model: example.model, store: example.store, sampler: ExactGrid(), request: ImputationRequest(),
            batchSize: 64, stream: RandomStream(seed: 6))
        let completed = try run.complete(dataset)
        let rounded = Self.row.map { Double(Float($0)) }
        for (index, pattern) in incomplete.enumerated() {
            let exact = try example.quadrature(rounded, pattern).mean
            for feature in pattern.indices where pattern[feature] == 0 {
                let imputed = Double(completed.summary[index * pattern.count + feature])
                #expect(abs(imputed - exact[feature]) < 1e-6 * max(1, abs(exact[feature])))
            }
        }
    }
}
