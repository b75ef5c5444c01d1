import LacunaTensors
import Synchronization

/// Advances the kept imputations of the rows of a chunk by a sampler, without gradients.
final class ImputationUpdater: Sendable {
    let table: ImputationTable
    private let sampler: any Sampler
    private let dataset: Dataset
    private let addresses: [UInt64]
    private let workers: [Worker]
    private let failure = Mutex<LacunaError?>(nil)
    private let keptRows = Atomic<Int>(0)

    /// The memory of one worker.
    private final class Worker: @unchecked Sendable {  // used by the worker it belongs to, and by no other
        let rows: ConditionalRows
        var starting: [Float] = []

        init(_ rows: ConditionalRows) { self.rows = rows }
    }

    /// An updater for the imputations of a table.
    init(
        _ table: ImputationTable, sampler: any Sampler, stepCount: Int, model: ComposedModel,
        store: ParameterStore,
        dataset: Dataset, workerCount: Int
    ) {
        self.table = table
        self.sampler = sampler
        self.dataset = dataset
        // Rows are told apart by their places: equal ones have imputations of their own.
        addresses = (0..<dataset.rowCount).map { UInt64($0) }
        let request = ImputationRequest(drawCount: table.count, isDiagnosed: false, stepCount: stepCount)
        workers = (0..<workerCount).map { _ in
            Worker(ConditionalRows(model: model, store: store, request: request, stream: RandomStream(seed: 0)))
        }
    }

    /// Advances the imputations of some rows; those of a row whose new ones are not finite stay as they are.
    ///
    /// - Parameters:
    ///   - rows: The dataset's rows.
    ///   - worker: Whose memory is used.
    ///   - noise: The stream of this step.
    func advance(_ rows: UnsafeBufferPointer<Int>, worker: Int, noise: RandomStream) {
        guard rows.contains(where: table.hasMissing) else { return }
        let memory = workers[worker]
        let width = dataset.layout.featureCount * table.count
        if memory.starting.count != rows.count * width {
            memory.starting = [Float](repeating: 0, count: rows.count * width)
        }
        memory.starting.withUnsafeMutableBufferPointer { starting in
            guard let base = starting.baseAddress else { return }
            for (place, row) in rows.enumerated() { table.read(row: row, into: base + place * width) }
        }
        memory.rows.stream = noise
        memory.rows.load(Array(rows)[...], of: dataset, addresses: addresses)
        memory.rows.startingImputations = memory.starting
        // Without a second owner they are written in place the next time.
        defer { memory.rows.startingImputations = nil }
        do {
            for (row, result) in zip(rows, try sampler.run(memory.rows)) where table.hasMissing(row: row) {
                guard result.isFinite else {
                    keptRows.wrappingAdd(1, ordering: .relaxed)
                    continue
                }
                for (imputation, draw) in result.draws.enumerated() {
                    table.write(draw, row: row, imputation: imputation)
                }
            }
        } catch {
            let problem = error as? LacunaError ?? LacunaError(.work, "\(error)")
            failure.withLock { $0 = $0 ?? problem }
        }
    }

    /// How many times a row kept its imputations, as the new ones were not finite.
    var keptRowCount: Int { keptRows.load(ordering: .relaxed) }

    /// What went wrong since the last time this was asked.
    func takeFailure() -> LacunaError? {
        failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
    }
}
