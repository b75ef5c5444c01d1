import Lacuna
import Testing

/// The same bits at 32 bits for any threads, batches and order of rows, with mixtures as posterior and as prior.
@Suite struct MixtureReproducibilityTests {
    private static let posteriors = [
        "{ type: \"mixture\", componentCount: 3, component: \"gaussian\", sampling: \"stratified\" }",
        "{ type: \"mixture\", componentCount: 3, component: \"gaussian\", sampling: \"ancestral\" }",
        "{ type: \"mixture\", componentCount: 2, component: \"fullCovarianceGaussian\", sampling: \"stratified\" }",
    ]
    private static let priors = [
        "{ type: \"gaussianMixture\", componentCount: 3 }", "{ type: \"vampPrior\", componentCount: 4 }",
    ]

    private static func context(
        _ posterior: String, _ prior: String, batchSize: Int = 64, threadCount: Int = 1
    ) throws -> ImputerContext {
        let bound = posterior.contains("stratified") ? "stratifiedImportanceWeighted" : "importanceWeighted"
        // Components with any covariance have no path with the whole mixture.
        let gradient = posterior.contains("fullCovariance") ? "total" : "doublyReparametrised"
        return try MixedTableExample.context(
            overrides: [
                "model.posterior=\(posterior)", "model.prior=\(prior)",
                "bound={ type: \"\(bound)\", importanceSampleCount: 2, gradient: \"\(gradient)\" }",
                "training.steps=12", "training.batchSize=40", "imputation.batchSize=\(batchSize)",
                "imputation.sampler.sampleCount=24",
            ], threadCount: threadCount)
    }

    private static func fitted(_ posterior: String, _ prior: String, threadCount: Int = 1) throws -> FittedTable {
        let table = try MixedTableExample.table()
        return try FittedTable.fit(
            table, schema: Schema.infer(from: table).schema,
            context: context(posterior, prior, threadCount: threadCount))
    }

    private static func complete(
        _ fitted: FittedTable, _ dataset: Dataset, _ context: ImputerContext
    ) throws -> Imputations {
        try fitted.imputer.complete(dataset, request: MixedTableExample.request, context: context)
    }

    @Test(arguments: posteriors, priors)
    func threadsChangeNothingInTraining(posterior: String, prior: String) throws {
        let single = try Self.fitted(posterior, prior).imputer.contents.entries.map(\.numbers)
        let isFinite = single.allSatisfy { $0.allSatisfy { $0.isFinite } }
        #expect(isFinite)
        for threadCount in [2, 3] {
            let other = try Self.fitted(posterior, prior, threadCount: threadCount).imputer.contents.entries
            let areSame = other.map(\.numbers) == single
            #expect(areSame, "\(threadCount) threads")
        }
    }

    @Test(arguments: posteriors, priors)
    func batchesThreadsAndOrderChangeNothingInImputation(posterior: String, prior: String) throws {
        let fitted = try Self.fitted(posterior, prior)
        let dataset = try Dataset(table: MixedTableExample.table(), schema: fitted.schema, layout: fitted.layout)
        let alone = try Self.complete(fitted, dataset, Self.context(posterior, prior, batchSize: 1))
        let isFinite = alone.summary.allSatisfy { $0.isFinite }
        #expect(isFinite)
        for (batchSize, threadCount) in [(3, 1), (64, 1), (3, 2)] {
            let other = try Self.complete(
                fitted, dataset, Self.context(posterior, prior, batchSize: batchSize, threadCount: threadCount))
            let areSame = other.bits == alone.bits
            #expect(areSame, "batches of \(batchSize) on \(threadCount) threads")
            #expect(other.diagnostics == alone.diagnostics)
        }
        var order = Array(0..<dataset.rowCount)
        var stream = RandomStream(seed: 9)
        stream.shuffle(&order)
        let permuted = try Self.complete(
            fitted, dataset.subset(rows: order), Self.context(posterior, prior, batchSize: 7, threadCount: 2))
        // Equal rows may exchange their results.
        var before: [UInt64: Set<[Float]>] = [:], after: [UInt64: Set<[Float]>] = [:]
        for (place, row) in order.enumerated() {
            let hash = dataset.contentHash(ofRow: row)
            before[hash, default: []].insert(alone.numbers(ofRow: row))
            after[hash, default: []].insert(permuted.numbers(ofRow: place))
        }
        let areSame = before == after
        #expect(areSame, "permuted rows")
    }
}
