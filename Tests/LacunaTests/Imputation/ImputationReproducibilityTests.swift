import Lacuna
import Testing

/// A row is completed the same for any batch size, number of threads and place; its observed cells come back untouched.
@Suite struct ImputationReproducibilityTests {
    private static func dataset(_ fitted: FittedTable) throws -> Dataset {
        try Dataset(table: MixedTableExample.table(), schema: fitted.schema, layout: fitted.layout)
    }

    private static func complete(
        _ fitted: FittedTable, _ dataset: Dataset, batchSize: Int = 1, threadCount: Int = 1,
        request: ImputationRequest = MixedTableExample.request
    ) throws -> Imputations {
        try fitted.imputer.complete(
            dataset, request: request,
            context: MixedTableExample.context(
                overrides: ["imputation.batchSize=\(batchSize)"], threadCount: threadCount))
    }

    @Test func batchesAndThreadsChangeNothing() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Self.dataset(fitted)
        let single = try Self.complete(fitted, dataset)
        for (batchSize, threadCount) in [(3, 1), (64, 1), (1, 2), (3, 2), (7, 3)] {
            let other = try Self.complete(fitted, dataset, batchSize: batchSize, threadCount: threadCount)
            let areSame = other.bits == single.bits
            #expect(areSame, "batches of \(batchSize) on \(threadCount) threads")
            #expect(other.diagnostics == single.diagnostics)
        }
    }

    @Test func observedCellsComeBack() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Self.dataset(fitted)
        let completed = try Self.complete(fitted, dataset, batchSize: 5)
        let width = dataset.layout.featureCount
        var changed = 0, unfilled = 0, completeRows = 0
        for row in 0..<dataset.rowCount {
            let isComplete = !dataset.observed[row * width..<(row + 1) * width].contains(0)
            completeRows += isComplete ? 1 : 0
            if (completed.diagnostics[row] == nil) != isComplete { changed += 1 }
            for place in row * width..<(row + 1) * width {
                for table in [completed.summary] + completed.quantiles + completed.draws {
                    if dataset.observed[place] == 1 {
                        if table[place].bitPattern != dataset.values[place].bitPattern { changed += 1 }
                    } else if !table[place].isFinite {
                        unfilled += 1
                    }
                }
            }
        }
        #expect(completeRows > 3 && changed == 0 && unfilled == 0)
        // Something was imputed: missing cells no longer hold the 0 of the dataset.
        let missing = dataset.observed.indices.filter { dataset.observed[$0] == 0 }
        #expect(missing.count { completed.summary[$0] != 0 } > missing.count * 9 / 10)
    }

    @Test func permutedRowsAreCompletedTheSame() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Self.dataset(fitted)
        var order = Array(0..<dataset.rowCount)
        var stream = RandomStream(seed: 9)
        stream.shuffle(&order)
        let before = try Self.complete(fitted, dataset, batchSize: 4)
        let after = try Self.complete(fitted, dataset.subset(rows: order), batchSize: 4)
        func groups(_ imputations: Imputations, _ rows: [Int]) -> [UInt64: Set<[Float]>] {
            var groups: [UInt64: Set<[Float]>] = [:]
            for (place, row) in rows.enumerated() {
                groups[dataset.contentHash(ofRow: row), default: []].insert(imputations.numbers(ofRow: place))
            }
            return groups
        }
        // Equal rows may exchange their results; there are such rows here.
        let areSame = groups(before, Array(order.indices)) == groups(after, order)
        #expect(areSame)
        #expect(Set(order.map { dataset.contentHash(ofRow: $0) }).count < dataset.rowCount)
    }

    @Test func equalRowsHaveDifferentDraws() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Self.dataset(fitted)
        let width = dataset.layout.featureCount
        let row = try #require(
            (0..<dataset.rowCount).first { row in
                let flags = dataset.observed[row * width..<(row + 1) * width]
                return flags.first == 0 && flags.contains(1)
            })
        let same = dataset.subset(rows: [Int](repeating: row, count: 6))
        let completed = try Self.complete(fitted, same, batchSize: 6)
        for draw in completed.draws { #expect(Set((0..<6).map { draw[$0 * width] }).count == 6) }
        // The first of them is completed as the row is where it stands alone.
        let alone = try Self.complete(fitted, dataset.subset(rows: [row]))
        #expect(completed.numbers(ofRow: 0) == alone.numbers(ofRow: 0))
    }

    /// What is asked for changes nothing else: quantiles and draws are the same with or without each other.
    @Test func requestsDoNotInterfere() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Self.dataset(fitted)
        let all = try Self.complete(fitted, dataset)
        let draws = try Self.complete(fitted, dataset, request: ImputationRequest(drawCount: 2))
        let areSame = draws.draws == Array(all.draws.prefix(2))
        #expect(areSame)
        let mean = try Self.complete(fitted, dataset, request: ImputationRequest())
        #expect(mean.summary == draws.summary)
    }

    @Test func imputationCanBeStopped() throws {
        let fitted = try MixedTableExample.fitted()
        var context = try MixedTableExample.context(threadCount: 2)
        context.shouldStop = { true }
        let dataset = try Self.dataset(fitted)
        let error = #expect(throws: LacunaError.self) {
            _ = try fitted.imputer.complete(dataset, request: ImputationRequest(), context: context)
        }
        #expect(error?.kind == .interrupted)
    }
}
