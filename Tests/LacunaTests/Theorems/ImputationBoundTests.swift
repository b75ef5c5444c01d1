import Lacuna
import Testing

/// Bounds that are trained on imputations: values against reference numbers, objectives by group, order.
@Suite struct ImputationBoundTests {
    /// The model, row, mixture and noise of `BoundsReference`, whose first noise of each component is that of an imputation.
    /// Made with mpmath at 60 digits: the mean over the two imputations of log p(x_o, x_m | z) + log p(z) − log q(z | x) and of
    /// log p(x_o | z) + log p(z) − log 1/2 (q_1(z) + q_2(z)).
    private static let imputations = [-0.35, 0.55]
    private static let encoderObjective = -3.676007699664678
    private static let decoderObjective = -2.418728930690473

    /// An encoder whose head is that of each component where the missing cell is that of its imputation.
    private static func fixed() throws -> LinearGaussianModel {
        var family = FixedNoiseFamily()
        family.noise = BoundsReference.mixtureNoise[0].flatMap { $0 }
        let heads = (0..<2).map { BoundsReference.mixtureLocations[$0] + BoundsReference.mixtureScales[$0] }
        let slopes = zip(heads[0], heads[1]).map { ($1 - $0) / (imputations[1] - imputations[0]) }
        let fixed = try LinearGaussianModel(
            BoundsReference.analysis, posterior: family,
            head: zip(heads[0], slopes).map { $0 - imputations[0] * $1 }, sampleCount: 1)
        let zeros = [Double](repeating: 0, count: 4)
        try fixed.store.set("encoder.network.output.weight", zeros + slopes + zeros)
        return fixed
    }

    private static var imputed: [Double] {
        imputations.flatMap { [BoundsReference.row[0], $0, BoundsReference.row[2]] }
    }

    private static func probe(
        _ bound: any ImputationBound, _ fixed: LinearGaussianModel
    ) throws -> ImputationBoundProbe {
        try ImputationBoundProbe(
            fixed.model, fixed.store, bound: bound, row: BoundsReference.row, observed: BoundsReference.observed,
            imputed: imputed)
    }

    private static func decomposed(_ estimator: String = "total") throws -> DecomposedBound {
        var bound = DecomposedBound()
        bound.imputationCount = 2
        bound.gradient = try Catalog.bundled().resolve(Choice(named: estimator))
        return bound
    }

    private static func collapsed() throws -> CollapsedBound {
        var bound = CollapsedBound()
        bound.imputationCount = 2
        bound.gradient = try Catalog.bundled().resolve("total")
        return bound
    }

    private static func marginalised() throws -> MarginalisedBound {
        var bound = MarginalisedBound()
        bound.imputationCount = 2
        bound.gradient = try Catalog.bundled().resolve("total")
        return bound
    }

    private static func importanceWeighted() throws -> DecomposedImportanceWeightedBound {
        var bound = DecomposedImportanceWeightedBound()
        bound.imputationCount = 2
        bound.gradient = try Catalog.bundled().resolve("total")
        return bound
    }

    @Test func valuesAgreeWithTheReference() throws {
        let fixed = try Self.fixed()
        let pair = try Self.probe(Self.decomposed(), fixed).run()
        #expect(abs(pair.value - Self.decoderObjective) < 1e-13)
        #expect(abs(pair.objectives[0] - Self.decoderObjective) < 1e-13)
        #expect(abs(pair.objectives[1] - Self.encoderObjective) < 1e-13)
        let collapsed = try Self.probe(Self.collapsed(), fixed).run()
        #expect(abs(collapsed.value - Self.decoderObjective) < 1e-13)
        #expect(abs(collapsed.objectives[0] - Self.encoderObjective) < 1e-13)
        #expect(abs(try Self.probe(Self.marginalised(), fixed).run().value - Self.decoderObjective) < 1e-13)
        let weighted = try Self.probe(Self.importanceWeighted(), fixed).run()
        #expect(abs(weighted.objectives[1] - Self.encoderObjective) < 1e-13)
        #expect(weighted.value > Self.decoderObjective)
    }

    /// The pair moves the encoder as `collapsed` does and everything else as `marginalised`.
    @Test func eachObjectiveMovesItsOwnGroups() throws {
        let fixed = try Self.fixed()
        let pair = try Self.probe(Self.decomposed(), fixed)
        let collapsed = try Self.probe(Self.collapsed(), fixed)
        let marginalised = try Self.probe(Self.marginalised(), fixed)
        for probe in [pair, collapsed, marginalised] { _ = probe.run() }
        for name in ["encoder.network.output.weight", "encoder.network.output.bias"] {
            #expect(largestDeviation(try pair.gradient(name), try collapsed.gradient(name)) < 1e-13)
            #expect(largestDeviation(try pair.gradient(name), try marginalised.gradient(name)) > 0.01)
        }
        for name in ["decoder.network.output.weight", "decoder.network.output.bias", "decoder.observation0.rawScale"] {
            #expect(largestDeviation(try pair.gradient(name), try marginalised.gradient(name)) < 1e-13)
            #expect(largestDeviation(try pair.gradient(name), try collapsed.gradient(name)) > 0.01)
        }
    }

    /// By Jensen's inequality, draw by draw; and both at most log p(x_o) in expectation, by more than six standard errors of
    /// 4,000 rows (false alarms below 1e-8).
    @Test func theOrderOfTheBoundsHolds() throws {
        let heads = LinearGaussianModel.gaussianHead([0.5, -0.2], [0.6, 0.7])
        let fixed = try LinearGaussianModel(
            BoundsReference.analysis, posterior: GaussianVariationalFamily(), head: heads)
        let slopes = [0.2, -0.1, 0, 0, 0.4, 0.3, 0.1, -0.1, -0.2, 0.3, 0, 0]
        try fixed.store.set("encoder.network.output.weight", slopes)
        let exact = BoundsReference.analysis.logDensity(BoundsReference.row, BoundsReference.observed)
        let average = try Self.probe(Self.decomposed(), fixed), weighted = try Self.probe(Self.importanceWeighted(), fixed)
        var averages: [Double] = [], weightedValues: [Double] = []
        for seed in 0..<4_000 {
            let noise = RandomStream(seed: UInt64(seed))
            averages.append(average.run(noise).value)
            weightedValues.append(weighted.run(noise).value)
            #expect(averages[seed] <= weightedValues[seed] + 1e-12)
        }
        for values in [averages, weightedValues] {
            let (mean, error) = meanAndError(values)
            #expect(mean + 6 * error < exact, "\(mean) ± \(error), log p(x_o) is \(exact)")
        }
    }
}
