import LacunaTensors
import Synchronization

/// Runs a piece of work over rows of a dataset, in batches and on several threads.
///
/// Which thread takes which batch is left open; work that treats each row by its content and address gives the same results,
/// bit for bit, for any number of threads and rows a batch.
struct RowPass: Sendable {
    /// The model.
    var model: ComposedModel
    /// Its parameters.
    var store: ParameterStore
    /// What is wanted, where the work asks for it.
    var request = ImputationRequest()
    /// Rows in one pass through the model.
    var batchSize: Int
    /// Where randomness comes from.
    var stream: RandomStream
    /// Threads.
    var threadCount: Int

    /// The results of some rows, in their order.
    ///
    /// - Parameters:
    ///   - rows: Which rows of the dataset.
    ///   - dataset: Rows of the model's layout.
    ///   - activity: What is being done, for messages, such as `imputing`.
    ///   - shouldStop: Asked between batches and between the steps of a sampler, by every thread.
    ///   - report: Told how many rows are done, by every thread.
    ///   - work: Gives one result a row of those that are loaded.
    /// - Throws: `LacunaError` of the kind `interrupted`, and what the work throws: for the first of
    ///   the batches that fail, on any number of threads.
    func results<Result: Sendable>(
        _ rows: [Int], of dataset: Dataset, activity: String, shouldStop: @escaping @Sendable () -> Bool,
        report: @Sendable (_ done: Int, _ of: Int) -> Void,
        _ work: @Sendable (ConditionalRows) throws -> [Result]
    ) throws -> [Result] {
        guard !rows.isEmpty else { return [] }
        let addresses = dataset.rowAddresses()
        let pool = WorkerPool(threadCount: threadCount)
        // Fewer rows a pass where there would not be one for every thread.
        let size = max(1, min(batchSize, (rows.count + pool.threadCount - 1) / pool.threadCount))
        let batches = stride(from: 0, to: rows.count, by: size).map { $0..<min($0 + size, rows.count) }
        let workers = (0..<pool.threadCount).map { _ in
            WorkerState(ConditionalRows(model: model, store: store, request: request, stream: stream))
        }
        let results = Mutex<[Int: [Result]]>([:])
        let done = Atomic<Int>(0)
        try pool.forEach(batches.count, what: activity, shouldStop: shouldStop) { worker, index in
            let loaded = workers[worker].rows
            loaded.shouldStop = shouldStop
            loaded.workerCount = min(pool.threadCount, batches.count)
            loaded.load(rows[batches[index]], of: dataset, addresses: addresses)
            let finished = try work(loaded)
            results.withLock { $0[index] = finished }
            report(done.wrappingAdd(batches[index].count, ordering: .relaxed).newValue, rows.count)
        }
        let finished = results.withLock { $0 }
        return batches.indices.flatMap { finished[$0] ?? [] }
    }
}

/// The memory of one worker.
private final class WorkerState: @unchecked Sendable {  // used by the worker it belongs to, and by no other
    let rows: ConditionalRows

    init(_ rows: ConditionalRows) { self.rows = rows }
}
