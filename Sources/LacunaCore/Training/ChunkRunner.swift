import LacunaTensors

/// Runs the recorded bound of a model over the chunks of a batch, with a workspace for each worker.
final class ChunkRunner: Sendable {
    /// The tensors of one recording that the host reads and writes.
    struct Recording: Sendable {
        var program: Program
        var values: TensorView
        var observed: TensorView
        var imputed: TensorView?
        var bound: TensorView
        var terms: [(name: String, view: TensorView)]
    }

    let plan: BatchPlan
    /// The parameter groups that the bound's objectives move; none outside of training.
    let movedGroups: GroupSet
    private let recordings: [Int: Recording]
    private let workspaces: [[Int: Workspace]]
    /// The imputations that the bound is trained on, if it is.
    private let imputations: ImputationTable?
    /// Where each worker puts together the imputations of a row.
    private let imputedRows: [ImputedRow]
    /// The sum of the bound over each chunk's rows.
    private let sums: SharedNumbers

    /// Records a bound for the chunks of a batch.
    ///
    /// - Parameter tableRowCount: Rows among which priors of parameters are shared out; `nil` leaves them aside.
    /// - Throws: `TapeError` where the parts do not fit together, `LacunaError` where the bound is trained on imputations and
    ///   there are none, or a step has no room in memory.
    init(
        model: ComposedModel, bound: any Bound, store: ParameterStore, imputations: ImputationTable?,
        rowCount: Int, tableRowCount: Int? = nil, mode: RunMode, workerCount: Int
    ) throws {
        let samplesPerRow = bound.sampleCount(for: model.posterior)
        plan = BatchPlan(rowCount: rowCount, samplesPerRow: samplesPerRow)
        var recordings: [Int: Recording] = [:]
        for size in plan.sizes {
            recordings[size] = try Self.record(
                model: model, bound: bound, store: store, rows: size, tableRowCount: tableRowCount, mode: mode)
        }
        guard imputations != nil || recordings.values.allSatisfy({ $0.imputed == nil }) else {
            throw LacunaError(
                .configuration,
                "bound \(type(of: bound).name) is trained on imputations of the rows, but none are given; pass those of its training"
            )
        }
        self.recordings = recordings
        movedGroups = recordings.values.first?.program.movedGroups ?? []
        let bytes = recordings.values.reduce(0) { $0 + $1.program.arenaBytes }
        try MachineMemory.check(
            bytes.multipliedReportingOverflow(by: workerCount).overflow ? .max : bytes * workerCount,
            for: "a training step of \(rowCount) rows with \(samplesPerRow) draws each",
            advice: "lower training.batchSize, or the draws or imputations of the bound")
        workspaces = (0..<workerCount).map { _ in recordings.mapValues { Workspace($0.program) } }
        sums = SharedNumbers(count: plan.chunks.count)
        self.imputations = imputations
        let cellCount = model.layout.featureCount * (imputations?.count ?? 0)
        imputedRows = (0..<workerCount).map { _ in ImputedRow(cellCount: cellCount) }
    }

    private static func record(
        model: ComposedModel, bound: any Bound, store: ParameterStore, rows: Int, tableRowCount: Int?,
        mode: RunMode
    ) throws -> Recording {
        let tape = Tape(store: store)
        let shape = TensorShape(rows: rows, features: model.layout.featureCount)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: mode)
        let recorded = try bound.record(step)
        let program: Program
        switch mode {
        case .training:
            program = try tape.finish(
                outputs: [recorded.value] + recorded.terms.map(\.tensor),
                objectives: withPrior(recorded.objectives, step, tableRowCount))
        case .evaluation: program = try tape.finish(outputs: [recorded.value])
        }
        return Recording(
            program: program, values: values.view, observed: observed.view, imputed: recorded.imputed?.view,
            bound: recorded.value.view,
            terms: mode == .training ? recorded.terms.map { ($0.name, $0.tensor.view) } : [])
    }

    /// Objectives that move the missingness model, with the prior of its parameters: each row has its share of it, so that
    /// the bound stays as it is. A backward pass replaces the gradients of its groups, so the prior cannot have its own.
    private static func withPrior(
        _ objectives: [Objective], _ step: ModelStep, _ tableRowCount: Int?
    ) -> [Objective] {
        guard let tableRowCount, let logPrior = step.logMissingnessPrior else { return objectives }
        return objectives.map { objective in
            guard objective.groups.contains(.missingness) else { return objective }
            let shape = objective.tensor.shape
            let cellsPerRow = Double(shape.count) / Double(step.values.shape.rows)
            let share = logPrior / (Double(max(tableRowCount, 1)) * cellsPerRow)
            return Objective(objective.tensor + share.broadcast(to: shape), groups: objective.groups)
        }
    }

    /// Runs one chunk forward and, where a gradient is wanted, backward.
    ///
    /// - Parameters:
    ///   - chunk: Which chunk.
    ///   - worker: Whose workspace is used.
    ///   - rows: The dataset's row for each place of the batch.
    ///   - noise: The stream of this step.
    ///   - gradient: Where the gradient of the *negative* bound goes, or `nil`.
    ///   - seed: The weight of each row in the gradient.
    func run(
        chunk: Int, worker: Int, dataset: Dataset, rows: UnsafeBufferPointer<Int>, noise: RandomStream,
        gradient: GradientBuffer?, seed: Double
    ) {
        let range = plan.chunks[chunk]
        guard let recording = recordings[range.count], let workspace = workspaces[worker][range.count] else { return }
        workspace.setNoise(noise)
        let features = dataset.layout.featureCount
        dataset.values.withUnsafeBufferPointer { values in
            dataset.observed.withUnsafeBufferPointer { observed in
                guard let values = values.baseAddress, let observed = observed.baseAddress else { return }
                for place in 0..<range.count {
                    let row = rows[range.lowerBound + place]
                    workspace.write(values + row * features, toRow: place, of: recording.values)
                    workspace.write(observed + row * features, toRow: place, of: recording.observed)
                    if let imputed = recording.imputed, let imputations {
                        let cells = imputedRows[worker].cells
                        imputations.read(row: row, into: cells)
                        for imputation in 0..<imputations.count {
                            workspace.write(
                                cells + imputation * features, toRow: place * imputations.count + imputation,
                                of: imputed)
                        }
                    }
                    workspace.setAddress(ofRow: place, UInt64(row))
                }
            }
        }
        workspace.forward()
        sums[chunk] = workspace.sum(recording.bound)
        if let gradient {
            for pass in 0..<recording.program.objectiveCount {
                workspace.backward(pass, seed: -seed, into: gradient)
            }
        }
    }

    /// The bound of each row of the chunk that the worker has run last, in nats.
    func rowBounds(ofChunk chunk: Int, worker: Int) -> [Double] {
        let size = plan.chunks[chunk].count
        guard let recording = recordings[size], let workspace = workspaces[worker][size] else { return [] }
        return workspace.read(recording.bound)
    }

    /// The sum of the bound over all chunks run last, in the order of the chunks.
    func total() -> Double {
        var total = 0.0
        for chunk in plan.chunks.indices { total += sums[chunk] }
        return total
    }

    /// Runs a chunk again and says which terms of the bound are not finite.
    func divergedTerms(chunk: Int, dataset: Dataset, rows: UnsafeBufferPointer<Int>, noise: RandomStream) -> [String] {
        run(chunk: chunk, worker: 0, dataset: dataset, rows: rows, noise: noise, gradient: nil, seed: 0)
        let size = plan.chunks[chunk].count
        guard let recording = recordings[size], let workspace = workspaces[0][size] else { return [] }
        return recording.terms.filter { !workspace.read($0.view).allSatisfy(\.isFinite) }.map(\.name)
    }
}

/// Room for the complete rows of all imputations of one row.
private final class ImputedRow: @unchecked Sendable {  // used by one worker at a time
    let cells: UnsafeMutablePointer<Float>

    init(cellCount: Int) {
        cells = .allocate(capacity: max(cellCount, 1))
        cells.initialize(repeating: 0, count: max(cellCount, 1))
    }

    deinit { cells.deallocate() }
}

/// Numbers that several threads write, each in a place of its own.
final class SharedNumbers: @unchecked Sendable {  // every place is written by one thread at a time
    private let base: UnsafeMutablePointer<Double>

    init(count: Int) {
        base = .allocate(capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { base.deallocate() }

    subscript(index: Int) -> Double {
        get { base[index] }
        set { base[index] = newValue }
    }
}
