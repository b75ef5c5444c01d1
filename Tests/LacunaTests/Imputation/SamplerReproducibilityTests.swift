import Lacuna
import Testing

/// With every sampler a row is completed the same, bit for bit, for any batch size, number of threads and place.
@Suite struct SamplerReproducibilityTests {
    private static let samplers =
        ExactSampler.all + [
            ExactSampler(name: "pseudoGibbs", keys: ["chainCount": 3, "steps": 6, "warmUpSteps": 2]),
            ExactSampler(
                name: "pseudoGibbs",
                keys: ["steps": 3, "warmUp": ["type": "importanceResampling", "sampleCount": 20]]),
        ]

    /// Rows of all patterns with a missing cell, and again the first ones.
    private static func dataset(_ bimodal: BimodalModel) throws -> Dataset {
        var rows = try bimodal.rows(15, seed: 43)
        rows += rows.prefix(3)
        let observed = rows.indices.flatMap { row -> [UInt8] in
            let pattern = row % 15
            return [0, 1, 2, 3, 3, 3].map { UInt8(pattern >> $0 & 1) }
        }
        return Dataset(
            layout: bimodal.model.layout, rowCount: rows.count, values: rows.flatMap { $0.map { Float($0) } },
            observed: observed)
    }

    @Test(arguments: samplers)
    func batchesThreadsAndOrderChangeNothing(sampler: ExactSampler) throws {
        let bimodal = try BimodalModel()
        let dataset = try Self.dataset(bimodal)
        let made = try sampler.sampler()
        func complete(_ dataset: Dataset, batchSize: Int, threadCount: Int = 1) throws -> Imputations {
            let run = ImputationRun(
                model: bimodal.model, store: bimodal.store, sampler: made,
                request: ImputationRequest(summary: .median, quantiles: [0.2], drawCount: 3), batchSize: batchSize,
                stream: RandomStream(seed: 47), threadCount: threadCount)
            return try run.complete(dataset)
        }
        let alone = try complete(dataset, batchSize: 1)
        for (batchSize, threadCount) in [(7, 1), (64, 1), (1, 2), (7, 2)] {
            let other = try complete(dataset, batchSize: batchSize, threadCount: threadCount)
            let areSame = other.bits == alone.bits
            #expect(areSame, "batches of \(batchSize) on \(threadCount) threads")
            #expect(other.diagnostics == alone.diagnostics)
        }
        var order = Array(0..<dataset.rowCount)
        var stream = RandomStream(seed: 9)
        stream.shuffle(&order)
        let permuted = try complete(dataset.subset(rows: order), batchSize: 7, threadCount: 2)
        // Equal rows may exchange their results.
        var before: [UInt64: Set<[Float]>] = [:], after: [UInt64: Set<[Float]>] = [:]
        for (place, row) in order.enumerated() {
            let hash = dataset.contentHash(ofRow: row)
            before[hash, default: []].insert(alone.numbers(ofRow: row))
            after[hash, default: []].insert(permuted.numbers(ofRow: place))
        }
        let areSame = before == after
        #expect(areSame, "permuted rows")
        #expect(before.count < dataset.rowCount && before.values.reduce(0) { $0 + $1.count } == dataset.rowCount)
    }
}
