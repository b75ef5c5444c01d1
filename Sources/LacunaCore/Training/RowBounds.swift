import LacunaTensors

/// The bound of each row that fits are compared by, with noise that is the same for every fit: of the held-out rows at the
/// parameters of the best step, before training closed with those rows as well, or of all rows where none are held out.
enum RowBounds {
    /// Passes over the rows whose mean is taken.
    static let passCount = 4

    /// Looks at the rows.
    ///
    /// - Parameters:
    ///   - training: The finished fit, whose parameters are the same afterwards; its imputations, where the bound is trained
    ///     on some, are not advanced.
    ///   - stream: Where the noise comes from, which depends on the row and not on its place in a batch.
    ///   - shouldStop: Asked before each batch.
    /// - Returns: One number a row, in nats, in the order of the table.
    /// - Throws: `TapeError` where parts do not fit together, `LacunaError` of the kind `interrupted`.
    static func measure(_ training: Training, stream: RandomStream, shouldStop: () -> Bool) throws -> [Double] {
        let dataset = training.dataset, pool = training.pool
        let rows = training.heldOut?.rows ?? Array(0..<dataset.rowCount)
        let size = min(rows.count, 64)
        let last = training.store.snapshot()
        if let best = training.progress.bestParameters { training.store.restore(best) }
        defer { training.store.restore(last) }
        let runner = try ChunkRunner(
            model: training.model, bound: training.bound, store: training.store, imputations: training.imputations,
            rowCount: size, mode: .evaluation, workerCount: pool.threadCount)
        let sums = SharedNumbers(count: rows.count)
        for pass in 0..<passCount {
            let noise = stream.child(pass)
            for start in stride(from: 0, to: rows.count, by: max(size, 1)) {
                if shouldStop() { throw LacunaError(.interrupted, "interrupted while comparing fits") }
                // The last batch reaches back to be complete.
                let first = min(start, rows.count - size)
                rows.withUnsafeBufferPointer { rows in
                    // Only read, and the pool is done with it before the closure ends.
                    nonisolated(unsafe) let batch = UnsafeBufferPointer(rebasing: rows[first..<first + size])
                    pool.forEach(runner.plan.chunks.count) { worker, chunk in
                        runner.run(
                            chunk: chunk, worker: worker, dataset: dataset, rows: batch, noise: noise, gradient: nil,
                            seed: 0)
                        let bounds = runner.rowBounds(ofChunk: chunk, worker: worker)
                        for (place, bound) in zip(runner.plan.chunks[chunk], bounds) where first + place >= start {
                            sums[first + place] += bound
                        }
                    }
                }
            }
        }
        return rows.indices.map { sums[$0] / Double(passCount) }
    }
}
