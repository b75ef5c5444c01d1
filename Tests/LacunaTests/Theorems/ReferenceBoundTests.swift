import Lacuna
import Testing

/// Bounds and gradients against reference numbers with given noise.
@Suite struct ReferenceBoundTests {
    private static func probe(_ bound: String, _ estimator: String) throws -> (BoundProbe, LinearGaussianModel) {
        var family = FixedNoiseFamily()
        family.noise = BoundsReference.noise
        let fixed = try LinearGaussianModel(
            BoundsReference.analysis, posterior: family, head: BoundsReference.locations + BoundsReference.scales,
            sampleCount: 4)
        let catalog = try Catalog.bundled()
        let gradient = try catalog.resolve(Choice<GradientEstimators>(named: estimator))
        var elbo = EvidenceLowerBound()
        elbo.sampleCount = 4
        elbo.gradient = gradient
        let chosen: any Bound =
            bound == "evidenceLowerBound"
            ? elbo : ImportanceWeightedBound(importanceSampleCount: 4, gradient: gradient)
        return (try BoundProbe(fixed.model, fixed.store, bound: chosen, rowCount: 1, mode: .training), fixed)
    }

    @Test func exactDensityAgrees() {
        let exact = BoundsReference.analysis.logDensity(BoundsReference.row, BoundsReference.observed)
        #expect(abs(exact - BoundsReference.logDensity) < 1e-14)
    }

    @Test func valuesAndGradientsAgree() throws {
        for reference in BoundsReference.gradients {
            let (probe, _) = try Self.probe(reference.bound, reference.estimator)
            let value = probe.run(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 1))
            let wanted =
                reference.bound == "evidenceLowerBound"
                ? BoundsReference.evidenceLowerBound : BoundsReference.importanceWeighted
            let head = try probe.gradient("encoder.network.output.bias")
            let weights = try probe.gradient("decoder.network.output.weight")
            let loadings = BoundsReference.loadingGradients[reference.bound] ?? []
            let deviations = [
                largestDeviation(value, [wanted]), largestDeviation(head, reference.locations + reference.scales),
                largestDeviation(weights, Matrix(3, 2, loadings).transposed.numbers),
            ]
            #expect(
                (deviations.max() ?? .infinity) < 1e-13,
                "\(reference.bound) with \(reference.estimator): value, head, loadings deviate by \(deviations)")
        }
    }

    /// The sampler's mean and effective sample size of the same four draws.
    @Test func imputationAgrees() throws {
        let (_, fixed) = try Self.probe("importanceWeighted", "total")
        let dataset = Dataset(
            layout: fixed.model.layout, rowCount: 1, values: BoundsReference.row.map { Float($0) },
            observed: BoundsReference.observed.map { UInt8($0) })
        let run = ImputationRun(
            model: fixed.model, store: fixed.store, sampler: ImportanceResampling(sampleCount: 4),
            request: ImputationRequest(), stream: RandomStream(seed: 1))
        let completed = try run.complete(dataset)
        // The row is stored in 32 bits.
        #expect(abs(Double(completed.summary[1]) - BoundsReference.imputedMean) < 1e-6)
        let size = try #require(completed.diagnostics[0]).effectiveSampleSize
        #expect(abs(size - BoundsReference.effectiveSampleSize) < 1e-5)
    }
}
