import Foundation
import Lacuna
import Testing

/// Non-linear decoders with one latent, every bundled observation model: bounds of mixtures against quadrature.
@Suite struct MixtureQuadratureTests {
    private static let observations: [any ObservationModel] = [
        GaussianObservation(), StudentTObservation(), GaussianSharedScaleObservation(),
    ]
    /// One-sided 2e-7 for a normal error; 60 comparisons, so 5.5 keeps false alarms near 1e-6.
    private static let limit = 5.5
    private static func values(
        _ observation: Int, _ sampling: MixtureVariationalFamily.Sampling, components: Int, _ bound: any Bound,
        rowCount: Int = 2000
    ) throws -> (exact: Double, mean: Double, error: Double) {
        let posterior = MixtureVariationalFamily(
            componentCount: components, component: GaussianVariationalFamily(), sampling: sampling)
        // Wider than the prior together: locations spread around 0, raw scales of 1.
        let logits = (0..<components).map { 0.3 * Double($0 % 3) }
        let heads = (0..<components).flatMap { [1.5 * Double($0) / Double(components) - 0.6, 1.0] }
        let example = try OneLatentModel(
            observations[observation], posterior: posterior, head: logits + heads, bound: bound)
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
            var before = -Double.infinity
            for (draws, rowCount) in [(1, 2000), (10, 2000), (2000, 60)] {
                let bound: any Bound =
                    sampling == .stratified
                    ? Self.stratified(draws)
                    : ImportanceWeightedBound(
                        importanceSampleCount: 4 * draws, gradient: Choice(TotalGradient()))
                let (exact, mean, error) = try Self.values(
                    observation, sampling, components: 4, bound, rowCount: rowCount)
                #expect(mean - Self.limit * error <= exact)
                #expect(mean > before)
                before = mean
                if draws == 2000 { #expect(exact - mean < 0.05) }
            }
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
