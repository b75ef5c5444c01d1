import Foundation
import Lacuna
import Testing

/// Bounds of mixtures: against reference numbers, against the bounds of a single component, and against each other.
@Suite struct MixtureBoundTests {
    private static func stratified(
        _ name: String, draws: Int = 1, _ gradient: any GradientEstimator = TotalGradient()
    ) -> any LogWeightBound {
        if name == "stratifiedEvidenceLowerBound" {
            var bound = StratifiedEvidenceLowerBound()
            bound.sampleCount = draws
            bound.gradient = Choice(gradient)
            return bound
        }
        var bound = StratifiedImportanceWeightedBound()
        bound.importanceSampleCount = draws
        bound.loose = name == "loose"
        bound.gradient = Choice(gradient)
        return bound
    }

    private static func plain(_ name: String, draws: Int, _ gradient: any GradientEstimator) -> any LogWeightBound {
        guard name == "stratifiedEvidenceLowerBound" else {
            return ImportanceWeightedBound(importanceSampleCount: draws, gradient: Choice(gradient))
        }
        var bound = EvidenceLowerBound()
        bound.sampleCount = draws
        bound.gradient = Choice(gradient)
        return bound
    }

    private static func mixture(_ sampling: String, _ count: Int) -> MixtureVariationalFamily {
        MixtureVariationalFamily(
            componentCount: count, component: GaussianVariationalFamily(),
            sampling: sampling == "stratified" ? .stratified : .ancestral)
    }

    static let names = ["stratifiedEvidenceLowerBound", "stratifiedImportanceWeighted", "loose"]

    @Test(
        arguments: zip(
            names,
            [
                BoundsReference.stratifiedEvidenceLowerBound, BoundsReference.stratifiedImportanceWeighted,
                BoundsReference.stratifiedImportanceWeightedLoose,
            ]))
    func valuesAgreeWithTheReference(name: String, wanted: Double) throws {
        let family = FixedDrawsFamily(
            inner: Choice(Self.mixture("stratified", 2)), draws: BoundsReference.mixtureDraws)
        let bound = Self.stratified(name, draws: 2)
        let linear = try LinearGaussianModel(
            BoundsReference.analysis, posterior: family,
            head: LinearGaussianModel.mixtureHead(
                BoundsReference.mixtureLogits, BoundsReference.mixtureLocations, BoundsReference.mixtureScales),
            bound: bound)
        let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 1)
        let value = probe.run(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 1))[0]
        #expect(abs(value - wanted) < 1e-13)
    }

    /// One component is no mixture: the same value and the same gradient of head and decoder, draw by draw.
    @Test(arguments: names, ["stratified", "ancestral"])
    func oneComponentIsThePlainBound(name: String, sampling: String) throws {
        let head = LinearGaussianModel.gaussianHead(BoundsReference.locations, BoundsReference.scales)
        try Self.expectPlain(name, GaussianVariationalFamily(), head, sampling)
        guard sampling == "stratified" else { return }
        let factor = Matrix(2, 2, [0.7, 0, -0.4, 0.5])
        try Self.expectPlain(
            name, FullCovarianceGaussianVariationalFamily(),
            LinearGaussianModel.fullCovarianceHead(BoundsReference.locations, factor), sampling)
    }

    private static func expectPlain(
        _ name: String, _ component: some VariationalFamily, _ head: [Double], _ sampling: String
    ) throws {
        let mixture = MixtureVariationalFamily(
            componentCount: 1, component: component, sampling: sampling == "stratified" ? .stratified : .ancestral)
        for estimator in [TotalGradient(), StickingTheLanding(), DoublyReparametrised()] as [any GradientEstimator] {
            let plainBound = plain(name, draws: 3, estimator)
            let bound = sampling == "stratified" ? stratified(name, draws: 3, estimator) : plainBound
            let single = try LinearGaussianModel(
                BoundsReference.analysis, posterior: component, head: head, sampleCount: 3)
            let mixed = try LinearGaussianModel(
                BoundsReference.analysis, posterior: mixture, head: [0.3] + head, bound: bound)
            let probes = try [
                BoundProbe(single.model, single.store, bound: plainBound, rowCount: 4, mode: .training),
                BoundProbe(mixed.model, mixed.store, bound: bound, rowCount: 4, mode: .training),
            ]
            let values = probes.map {
                $0.replicate(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 2))
            }
            #expect(largestDeviation(values[0], values[1]) < 1e-13)
            let heads = try probes.map { try $0.gradient("encoder.network.output.bias") }
            #expect(largestDeviation(heads[0], Array(heads[1].dropFirst())) < 1e-12)
            #expect(abs(heads[1][0]) < 1e-13)
            let weights = try probes.map { try $0.gradient("decoder.network.output.weight") }
            #expect(largestDeviation(weights[0], weights[1]) < 1e-12)
        }
    }

    private static let locations = [[0.9, -0.9], [-0.4, 0.6], [0.2, 0.1]]
    private static let scales = [[0.5, 0.7], [0.9, 0.4], [1.2, 1.1]]
    private static let logits = [0.4, -0.2, 0.1]

    private static func model(_ sampling: String, _ bound: any Bound) throws -> LinearGaussianModel {
        try LinearGaussianModel(
            BoundsReference.analysis, posterior: mixture(sampling, 3),
            head: LinearGaussianModel.mixtureHead(logits, locations, scales), bound: bound)
    }

    /// By Jensen's inequality, draw by draw: log Σ π mean w ≥ Σ π log mean w ≥ Σ π mean log w.
    @Test func looseIsBelowStrict() throws {
        let values = try Self.names.map { name in
            let bound = Self.stratified(name, draws: 3)
            let linear = try Self.model("stratified", bound)
            return try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 500).replicate(
                BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 4))
        }
        for row in 0..<500 {
            #expect(values[0][row] <= values[2][row] + 1e-12)
            #expect(values[2][row] <= values[1][row] + 1e-12)
        }
    }

    /// Equal components are one distribution: the stratified bound has the mean of the plain one with as many draws, and
    /// for the same draws its value.
    @Test func equalComponentsAreTheSingleDistribution() throws {
        let draws = BoundsReference.noise.indices.map {
            BoundsReference.locations[$0 % 2] + BoundsReference.scales[$0 % 2] * BoundsReference.noise[$0]
        }
        let family = FixedDrawsFamily(inner: Choice(Self.mixture("stratified", 4)), draws: draws)
        let head = LinearGaussianModel.mixtureHead(
            [0, 0, 0, 0], (0..<4).map { _ in BoundsReference.locations }, (0..<4).map { _ in BoundsReference.scales })
        for (name, wanted) in [
            ("stratifiedEvidenceLowerBound", BoundsReference.evidenceLowerBound),
            ("stratifiedImportanceWeighted", BoundsReference.importanceWeighted),
        ] {
            let bound = Self.stratified(name)
            let linear = try LinearGaussianModel(
                BoundsReference.analysis, posterior: family, head: head, bound: bound)
            let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 1)
            let value = probe.run(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 1))[0]
            #expect(abs(value - wanted) < 1e-13)
        }
    }

    /// In the mean over many draws, below log p(x_o), rising with the draws from each component, and near it in the end.
    /// Five standard errors, one-sided: a false alarm once in 3 million.
    @Test func boundsLieBelowTheDensityAndRise() throws {
        func values(_ sampling: String, _ bound: any Bound) throws -> (mean: Double, error: Double) {
            let linear = try Self.model(sampling, bound)
            let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 4000)
            return meanAndError(
                probe.replicate(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 12)))
        }
        let limit = 5.0
        var previous: (mean: Double, error: Double)?
        for draws in [1, 5, 30] {
            let strict = try values("stratified", Self.stratified("stratifiedImportanceWeighted", draws: draws))
            let loose = try values("stratified", Self.stratified("loose", draws: draws))
            let ancestral = try values(
                "ancestral",
                ImportanceWeightedBound(importanceSampleCount: 3 * draws, gradient: Choice(TotalGradient())))
            for (mean, error) in [strict, loose, ancestral] {
                #expect(mean - limit * error <= BoundsReference.logDensity)
            }
            if let previous { #expect(strict.mean - previous.mean > limit * (strict.error + previous.error)) }
            previous = strict
        }
        #expect(BoundsReference.logDensity - (previous?.mean ?? 0) < 0.05)
        // Both forms of the evidence lower bound have the same mean; strata make it steadier.
        let stratified = try values("stratified", Self.stratified("stratifiedEvidenceLowerBound"))
        var elbo = EvidenceLowerBound()
        elbo.sampleCount = 3
        elbo.gradient = Choice(TotalGradient())
        let ancestral = try values("ancestral", elbo)
        let spread = (stratified.error * stratified.error + ancestral.error * ancestral.error).squareRoot()
        #expect(abs(stratified.mean - ancestral.mean) < limit * spread)
        #expect(stratified.mean - limit * stratified.error <= BoundsReference.logDensity)
    }
}
