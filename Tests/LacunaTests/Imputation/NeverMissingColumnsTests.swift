import Foundation
import Lacuna
import Testing

/// A column without a hole in the table that was learnt from has a curve of which nothing is known where it is missing: in
/// another table its cells are imputed as if their missingness were ignorable.
@Suite struct NeverMissingColumnsTests {
    /// Rows whose second column is missing, with the model's numbers.
    private static func imputations(
        _ masked: MaskedLatentModel, _ sampler: any Sampler
    ) throws -> Imputations {
        let patterns: [[UInt8]] = [[1, 0, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0], [1, 0, 0, 1, 1, 1]]
        let dataset = Dataset(
            layout: masked.model.layout, rowCount: patterns.count,
            values: patterns.flatMap { _ in [0.7, -1.1, 1, 0, 1, 0] as [Float] }, observed: patterns.flatMap { $0 })
        return try ImputationRun(
            model: masked.model, store: masked.store, sampler: sampler,
            request: ImputationRequest(summary: .mean, drawCount: 3), stream: RandomStream(seed: 4)
        ).complete(dataset)
    }

    /// The same results, bit for bit, as with a curve that is flat; and others where the column did have holes.
    @Test(arguments: MissingnessIntegration.allCases)
    func itsCurveSaysNothingOfMissingCells(integration: MissingnessIntegration) throws {
        var chains = MetropolisWithinGibbs()
        chains.steps = 10
        let samplers: [any Sampler] = [ImportanceResampling(sampleCount: 50), chains, LatentAdaptiveResampling()]
        let learnt = try MaskedLatentModel(GaussianObservation(), integration: integration)
        try learnt.store.set("missingness.columns.neverMissing", [0, 1, 0, 0])
        let flat = try MaskedLatentModel(GaussianObservation(), integration: integration)
        var slopes = MaskedLatentModel.slopes
        slopes[1] = 0
        try flat.store.set("missingness.slope", slopes)
        let usual = try MaskedLatentModel(GaussianObservation(), integration: integration)
        for sampler in samplers {
            let results = try [learnt, flat, usual].map { try Self.imputations($0, sampler) }
            // A flat curve has a factor of one half, the same for all latents.
            for (a, b) in zip(results[0].summary, results[1].summary) { #expect(abs(a - b) < 1e-5) }
            #expect(results[0].draws == results[1].draws)
            #expect(results[0].draws != results[2].draws)
        }
    }

    /// Training on a table whose second column has no hole.
    private static func training(_ bound: any Bound) throws -> Training {
        let table = TrainingExample.dataset(rowCount: 40, columnCount: 3)
        let dataset = Dataset(
            layout: table.layout, rowCount: 40, values: table.values,
            observed: table.observed.enumerated().map { $0.offset % 3 == 1 ? 1 : $0.element })
        var model = TrainingExample.model(dataset.layout)
        model.missingness = SelfMasking()
        return try Training(
            model: model, bound: bound, dataset: dataset, options: TrainingExample.options(steps: 3),
            stream: RandomStream(seed: 1))
    }

    /// Training remembers which columns had no hole.
    @Test func trainingRemembersThem() throws {
        let training = try Self.training(TrainingExample.bound())
        _ = try training.run()
        #expect(try training.store.numbers("missingness.columns.neverMissing") == [0, 1, 0])
    }

    /// Its pattern counts while the model is learnt, whatever the bound: its curve moves.
    @Test(arguments: ["importanceWeighted", "decomposed", "collapsed", "marginalised"])
    func itsPatternIsLearnt(bound: String) throws {
        let training = try Self.training(Catalog.bundled().make(Choice<Bounds>(named: bound)))
        let before = try training.store.numbers("missingness.slope")[1]
        _ = try training.run()
        #expect(try training.store.numbers("missingness.slope")[1] != before)
    }
}
