import Foundation
import Lacuna
import Testing

/// Non-linear decoders with one latent, every bundled observation model: bounds of mixtures against quadrature.
@Suite struct MixtureQuadratureTests {
    /// What two means may differ by.
    private func allowance(_ first: Double, _ second: Double) -> Double {
        Self.limit * (first * first + second * second).squareRoot()
    }

    private static let observations: [any ObservationModel] = [
        GaussianObservation(), StudentTObservation(), GaussianSharedScaleObservation(),
    ]
    /// One-sided 2e-7 for a normal error; 75 comparisons, so 5.5 keeps false alarms near 1e-6.
    private static let limit = 5.5

    private static func values(
        _ observation: Int, _ sampling: MixtureVariationalFamily.Sampling, components: Int, _ bound: any Bound,
        rowCount: Int = 2000, areEqual: Bool = false
    ) throws -> (exact: Double, mean: Double, error: Double) {
        let posterior = MixtureVariationalFamily(
            componentCount: components, component: GaussianVariationalFamily(), sampling: sampling,
            spread: areEqual ? 0 : 1)
        // Wider than the prior together: locations spread around 0, raw scales of 1.
        let logits = (0..<components).map { areEqual ? 0 : 0.3 * Double($0 % 3) }
        let heads = (0..<components).flatMap {
            areEqual ? [0.1, 1.3] : [1.5 * Double($0) / Double(components) - 0.6, 1.0]
        }
        let example = try OneLatentModel(
            observations[observation], posterior: posterior, head: logits + heads, bound: bound)
        if areEqual {
            // Parameters start differently with another head: the decoder is the same for any number of components. Nothing
            // of the row reaches the heads, which would part them.
            let weights = "encoder.network.output.weight"
            try example.store.set(weights, example.store.numbers(weights).map { _ in 0 })
            let other = try OneLatentModel(observations[observation])
            for parameter in other.store.parameters where parameter.group != .encoder {
                let name = "\(parameter.group.rawValue).\(parameter.path)"
                try example.store.set(name, other.store.values(of: parameter))
            }
        }
        let row = QuadratureTests.row, pattern = QuadratureTests.patterns[0]
        let probe = try BoundProbe(example.model, example.store, bound: bound, rowCount: rowCount)
        let (mean, error) = meanAndError(probe.replicate(row, pattern, noise: RandomStream(seed: 31)))
        return (try example.quadrature(row, pattern).logDensity, mean, error)
    }

    private static func stratified(_ draws: Int, isLoose: Bool = false) -> any Bound {
        var bound = StratifiedImportanceWeightedBound()
        bound.importanceSampleCount = draws
        bound.loose = isLoose
        bound.gradient = Choice(TotalGradient())
        return bound
    }

    /// All lie below log p(x_o); the importance-weighted ones rise towards it with components · draws.
    @Test(arguments: [0, 1, 2]) func boundsLieBelowTheDensityAndReachIt(observation: Int) throws {
        var elbo = StratifiedEvidenceLowerBound()
        elbo.gradient = Choice(TotalGradient())
        var plain = EvidenceLowerBound()
        plain.gradient = Choice(TotalGradient())
        let low = try [
            Self.values(observation, .stratified, components: 4, elbo),
            Self.values(observation, .ancestral, components: 4, plain),
            Self.values(observation, .stratified, components: 4, Self.stratified(1, isLoose: true)),
            Self.values(observation, .stratified, components: 4, Self.stratified(10, isLoose: true)),
        ]
        for (exact, mean, error) in low { #expect(mean - Self.limit * error <= exact) }
        for sampling in [MixtureVariationalFamily.Sampling.stratified, .ancestral] {
            var before: (mean: Double, error: Double)?
            for (draws, rowCount) in [(1, 2000), (10, 2000), (2000, 16)] {
                let bound: any Bound =
                    sampling == .stratified
                    ? Self.stratified(draws)
                    : ImportanceWeightedBound(
                        importanceSampleCount: 4 * draws, gradient: Choice(TotalGradient()))
                let (exact, mean, error) = try Self.values(
                    observation, sampling, components: 4, bound, rowCount: rowCount)
                #expect(mean - Self.limit * error <= exact)
                if let before {
                    // From 40 draws on, what is left to rise is not far above the error.
                    let allowance = allowance(error, before.error)
                    #expect(mean - before.mean > (draws == 10 ? allowance : -allowance))
                }
                before = (mean, error)
                if draws == 2000 { #expect(exact - mean < 0.1) }
            }
        }
    }

    /// Equal components are one distribution with a draw from each: the bound is the plain one with as many draws and rises
    /// with them, while the loose form has the mean of a single draw however many there are. Every true rise is more than
    /// twice what is asked for.
    @Test(arguments: [0, 1, 2]) func boundsRiseWithTheComponents(observation: Int) throws {
        func values(_ components: Int, _ bound: any Bound) throws -> (exact: Double, mean: Double, error: Double) {
            try Self.values(observation, .stratified, components: components, bound, rowCount: 4000, areEqual: true)
        }
        let loose = try [1, 12].map { try values($0, Self.stratified(1, isLoose: true)) }
        #expect(abs(loose[1].mean - loose[0].mean) < allowance(loose[0].error, loose[1].error))
        var before: (mean: Double, error: Double)?
        for components in [1, 4, 12] {
            let (exact, mean, error) = try values(components, Self.stratified(1))
            #expect(mean - Self.limit * error <= exact)
            if let before { #expect(mean - before.mean > allowance(error, before.error)) }
            before = (mean, error)
            let plain = ImportanceWeightedBound(
                importanceSampleCount: components, gradient: Choice(TotalGradient()))
            let single = try Self.values(observation, .ancestral, components: 1, plain, rowCount: 4000, areEqual: true)
            #expect(abs(single.mean - mean) < allowance(single.error, error))
        }
    }

    /// Imputation draws from the strata too: weighted means agree with quadrature.
    @Test func imputedMeansAgree() throws {
        let posterior = MixtureVariationalFamily(
            componentCount: 3, component: GaussianVariationalFamily(), sampling: .stratified)
        let example = try OneLatentModel(
            GaussianObservation(), posterior: posterior, head: [0.2, -0.4, 0.5, -0.5, 1, 0.2, 1.2, 0.9, 0.8],
            bound: Self.stratified(1))
        let row = QuadratureTests.row.map { Double(Float($0)) }
        let patterns = QuadratureTests.patterns.filter { $0.contains(0) }
        let dataset = Dataset(
            layout: example.model.layout, rowCount: patterns.count,
            values: patterns.flatMap { _ in row.map { Float($0) } },
            observed: patterns.flatMap { $0.map { UInt8($0) } })
        let run = ImputationRun(
            model: example.model, store: example.store, sampler: ImportanceResampling(sampleCount: 40_000),
            request: ImputationRequest(), batchSize: 2, stream: RandomStream(seed: 6))
        let completed = try run.complete(dataset)
        for (index, pattern) in patterns.enumerated() {
            let exact = try example.quadrature(row, pattern)
            let size = try #require(completed.diagnostics[index]).effectiveSampleSize
            #expect(size > 2000)
            for feature in pattern.indices where pattern[feature] == 0 {
                let imputed = Double(completed.summary[index * pattern.count + feature])
                let error = exact.deviation[feature] / size.squareRoot()
                #expect(abs(imputed - exact.mean[feature]) < Self.limit * error, "pattern \(pattern), \(feature)")
            }
        }
    }
}
