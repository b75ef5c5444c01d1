import LacunaTensors
import Synchronization

/// Completes the rows of a dataset by a sampler, on several threads.
///
/// The result is the same, bit for bit, for any number of threads and rows a batch, and a row is completed the same
/// wherever it stands.
public struct ImputationRun: Sendable {
    /// The model.
    public var model: LatentVariableModel
    /// Its parameters.
    public var store: ParameterStore
    /// Draws what is missing.
    public var sampler: any Sampler
    /// What is wanted.
    public var request: ImputationRequest
    /// Rows in one pass through the model.
    public var batchSize: Int
    /// Where randomness comes from.
    public var stream: RandomStream
    /// Threads.
    public var threadCount: Int

    /// A run.
    public init(
        model: LatentVariableModel, store: ParameterStore, sampler: any Sampler, request: ImputationRequest,
        batchSize: Int = 1, stream: RandomStream, threadCount: Int = 1
    ) {
        self.model = model
        self.store = store
        self.sampler = sampler
        self.request = request
        self.batchSize = max(batchSize, 1)
        self.stream = stream
        self.threadCount = threadCount
    }

    /// Completes all rows; complete rows come back bit for bit.
    ///
    /// - Parameters:
    ///   - shouldStop: Asked between batches, by every thread.
    ///   - report: Told how many incomplete rows are done, by every thread.
    /// - Throws: `LacunaError` of the kind `interrupted`, or `work` where a result is not finite.
    public func complete(
        _ dataset: Dataset, shouldStop: @Sendable () -> Bool = { false },
        report: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Imputations {
        var imputations = Imputations(dataset, request: request)
        let width = dataset.layout.featureCount
        let incomplete = (0..<dataset.rowCount).filter { row in
            dataset.observed[row * width..<(row + 1) * width].contains(0)
        }
        guard !incomplete.isEmpty else { return imputations }
        let addresses = dataset.rowAddresses()
        let pool = WorkerPool(threadCount: threadCount)
        let batches = stride(from: 0, to: incomplete.count, by: batchSize).map {
            $0..<min($0 + batchSize, incomplete.count)
        }
        let workers = (0..<pool.threadCount).map { _ in
            WorkerState(ConditionalRows(model: model, store: store, request: request, stream: stream))
        }
        let results = Mutex<[Int: [RowImputation]]>([:])
        let failure = Mutex<(any Error)?>(nil)
        let done = Atomic<Int>(0)
        let isStopped = Atomic<Bool>(false)
        pool.forEach(batches.count) { worker, index in
            guard !isStopped.load(ordering: .relaxed) else { return }
            if shouldStop() {
                isStopped.store(true, ordering: .relaxed)
                return
            }
            do {
                let rows = workers[worker].rows
                rows.load(incomplete[batches[index]], of: dataset, addresses: addresses)
                let completed = try sampler.run(rows)
                results.withLock { $0[index] = completed }
                let count = done.wrappingAdd(batches[index].count, ordering: .relaxed).newValue
                report(count, incomplete.count)
            } catch {
                isStopped.store(true, ordering: .relaxed)
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        guard !isStopped.load(ordering: .relaxed) else { throw LacunaError(.interrupted, "interrupted while imputing") }
        let finished = results.withLock { $0 }
        for (index, batch) in batches.enumerated() {
            for (row, result) in zip(incomplete[batch], finished[index] ?? []) {
                guard result.isFinite else {
                    throw LacunaError(
                        .work,
                        """
                        row \(row + 1) of the table could not be completed: its importance weights or decoded values are \
                        not finite; try another seed, more training steps or a smaller learning rate
                        """)
                }
                imputations.fill(row: row, from: result, observed: dataset.observed)
            }
        }
        return imputations
    }
}

/// The memory of one worker.
private final class WorkerState: @unchecked Sendable {  // used by the worker it belongs to, and by no other
    let rows: ConditionalRows

    init(_ rows: ConditionalRows) { self.rows = rows }
}
