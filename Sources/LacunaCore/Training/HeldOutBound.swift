import LacunaTensors

/// The bound on rows that training does not see, with the same noise at every look, so that looks can be compared.
///
/// Where the bound is trained on imputations, those of the rows go on from look to look by noise of their own, as the
/// model learns; then looks differ by chance too, by as much as the bound varies among imputations.
final class HeldOutBound {
    private let runner: ChunkRunner
    /// The rows, rising.
    let rows: [Int]
    private let pool: WorkerPool
    private let stream: RandomStream
    /// Advances the imputations of the rows before each look, where the bound is trained on imputations.
    private let updater: ImputationUpdater?
    /// Looks so far: each that advances the imputations does so by noise of its own.
    var looks = 0

    var rowCount: Int { rows.count }

    init(
        model: ComposedModel, bound: any Bound, store: ParameterStore, updater: ImputationUpdater?, rows: [Int],
        pool: WorkerPool, stream: RandomStream
    ) throws {
        self.rows = rows
        self.pool = pool
        self.stream = stream
        self.updater = updater
        runner = try ChunkRunner(
            model: model, bound: bound, store: store, imputations: updater?.table, rowCount: min(rows.count, 64),
            mode: .evaluation, workerCount: pool.threadCount)
    }

    /// The mean bound, in nats a row. Rows are taken in batches; the last one reaches back to be complete, and the rows
    /// that it shares with the one before count twice, at every look alike.
    ///
    /// - Parameters:
    ///   - dataset: All rows.
    ///   - isAdvancing: Whether imputations, where there are any, are advanced before.
    func value(dataset: Dataset, isAdvancing: Bool) -> Double {
        let size = min(rows.count, 64)
        var total = 0.0
        var counted = 0
        looks += 1
        let advancing = stream.child("imputations").child(looks)
        rows.withUnsafeBufferPointer { rows in
            var start = 0
            while start < rows.count {
                let first = min(start, rows.count - size)
                // Only read, and the pool is done with it before the closure ends.
                nonisolated(unsafe) let batch = UnsafeBufferPointer(rebasing: rows[first..<first + size])
                let runner = runner, stream = stream, updater = isAdvancing ? updater : nil
                let isRepeated = first < start
                pool.forEach(runner.plan.chunks.count) { worker, chunk in
                    // Rows that are looked at twice move twice, at every look alike.
                    updater?.advance(
                        UnsafeBufferPointer(rebasing: batch[runner.plan.chunks[chunk]]), worker: worker,
                        noise: isRepeated ? advancing.child("again") : advancing)
                    runner.run(
                        chunk: chunk, worker: worker, dataset: dataset, rows: batch, noise: stream, gradient: nil,
                        seed: 0)
                }
                total += runner.total()
                counted += size
                start += size
            }
        }
        return total / Double(counted)
    }
}
