import LacunaTensors

/// Rows whose missing cells are wanted, with the recordings of the model that a sampler runs over them.
///
/// One is used by one thread at a time and loaded with one set of rows after the other; recordings are made once for each
/// number of rows and kept.
public final class ConditionalRows {
    /// The model.
    public let model: ComposedModel
    /// Its parameters.
    public let store: ParameterStore
    /// What is wanted.
    public let request: ImputationRequest
    /// Where randomness comes from; a row's own is its child by address.
    public internal(set) var stream: RandomStream
    /// Number of rows loaded.
    public private(set) var rowCount = 0
    /// The rows' features, row-major; missing cells hold 0.
    public private(set) var values: [Float] = []
    /// 1 where observed.
    public private(set) var observed: [UInt8] = []
    /// The rows' addresses: by content and occurrence, not by place.
    public private(set) var addresses: [UInt64] = []
    /// Asked between the steps of a sampler; `true` ends its run.
    public internal(set) var shouldStop: () -> Bool = { false }
    /// Threads that run samplers beside each other, each with memory of its own.
    public internal(set) var workerCount = 1
    /// Complete rows that chains start from, rows × imputations × features, or `nil` where a sampler finds its own.
    public internal(set) var startingImputations: [Float]?
    private let recordings: RecordingShelf

    /// Prepares for the rows of a dataset with the model's layout.
    public convenience init(
        model: ComposedModel, store: ParameterStore, request: ImputationRequest, stream: RandomStream
    ) {
        self.init(model: model, store: store, request: request, stream: stream, recordings: RecordingShelf())
    }

    private init(
        model: ComposedModel, store: ParameterStore, request: ImputationRequest, stream: RandomStream,
        recordings: RecordingShelf
    ) {
        self.model = model
        self.store = store
        self.request = request
        self.stream = stream
        self.recordings = recordings
    }

    /// Some of the rows that are loaded, for another request: what another sampler of this one's is given.
    ///
    /// - Parameters:
    ///   - places: Which rows, by their places among those loaded.
    ///   - request: What is wanted of them.
    ///   - purpose: Sets the randomness apart from this one's.
    public func picking(_ places: [Int], request: ImputationRequest, purpose: String) -> ConditionalRows {
        let picked = ConditionalRows(
            model: model, store: store, request: request, stream: stream.child(purpose), recordings: recordings)
        let width = model.layout.featureCount
        picked.rowCount = places.count
        picked.shouldStop = shouldStop
        picked.workerCount = workerCount
        for place in places {
            picked.values.append(contentsOf: values[place * width..<(place + 1) * width])
            picked.observed.append(contentsOf: observed[place * width..<(place + 1) * width])
            picked.addresses.append(addresses[place])
        }
        return picked
    }

    /// The missing features of each row, in their order.
    public var missingFeatures: [[Int]] {
        let width = model.layout.featureCount
        return (0..<rowCount).map { row in (0..<width).filter { observed[row * width + $0] == 0 } }
    }

    /// Checks that what a sampler is to keep of the rows has room, on all threads at once.
    ///
    /// - Parameters:
    ///   - bytes: What it would take on this thread.
    ///   - what: What it is, as the beginning of a sentence: "the chains of 4 rows".
    ///   - advice: What to do, as its end.
    /// - Throws: `LacunaError` of the kind `configuration` where there is no room.
    public func checkMemory(_ bytes: Double, for what: String, advice: String) throws(LacunaError) {
        // Beyond what integers hold there is no machine.
        let all = Int(min(bytes * Double(workerCount), 1e18))
        let threads = workerCount > 1 ? " on each of \(workerCount) threads" : ""
        try MachineMemory.check(all, for: what + threads, advice: advice)
    }

    /// Takes some rows of a dataset.
    ///
    /// - Parameters:
    ///   - rows: Which rows.
    ///   - dataset: Where they stand.
    ///   - all: The addresses of all rows of the dataset.
    public func load(_ rows: ArraySlice<Int>, of dataset: Dataset, addresses all: [UInt64]) {
        rowCount = rows.count
        let width = model.layout.featureCount
        values.removeAll(keepingCapacity: true)
        observed.removeAll(keepingCapacity: true)
        addresses.removeAll(keepingCapacity: true)
        for row in rows {
            values.append(contentsOf: dataset.values[row * width..<(row + 1) * width])
            observed.append(contentsOf: dataset.observed[row * width..<(row + 1) * width])
            addresses.append(all[row])
        }
    }

    /// The recording of a name for the current number of rows, made on first use.
    ///
    /// - Parameters:
    ///   - name: What it computes, and all that its recording depends on beside the model and the number of rows.
    ///   - make: Records it; returns the tensors to read or write, by name.
    /// - Throws: `TapeError` where parts do not fit together.
    public func recording(
        _ name: String, _ make: (ModelStep) throws -> [String: Tensor]
    ) throws -> RecordedStep {
        let key = "\(name)/\(rowCount)"
        if let recording = recordings.steps[key] { return recording }
        let tape = Tape(store: store)
        let shape = TensorShape(rows: rowCount, features: model.layout.featureCount)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: .evaluation)
        var tensors = try make(step)
        let program = try tape.finish(outputs: Array(tensors.values))
        try MachineMemory.check(
            program.arenaBytes, for: "a pass through the model with \(rowCount) rows",
            advice: "lower imputation.batchSize, or the draws or imputations that a sampler makes of a row at once")
        tensors["values"] = values
        tensors["observed"] = observed
        let recording = RecordedStep(workspace: Workspace(program), views: tensors.mapValues(\.view))
        recordings.steps[key] = recording
        return recording
    }

    /// Gives a recording the rows that are loaded.
    public func fill(_ recording: RecordedStep) {
        let width = model.layout.featureCount
        guard let valuesView = recording.views["values"], let observedView = recording.views["observed"] else { return }
        values.withUnsafeBufferPointer { values in
            observed.withUnsafeBufferPointer { observed in
                guard let values = values.baseAddress, let observed = observed.baseAddress else { return }
                for row in 0..<rowCount {
                    recording.workspace.write(values + row * width, toRow: row, of: valuesView)
                    recording.workspace.write(observed + row * width, toRow: row, of: observedView)
                    recording.workspace.setAddress(ofRow: row, addresses[row])
                }
            }
        }
    }
}

/// The recordings made so far, shared by rows picked from others.
private final class RecordingShelf {
    var steps: [String: RecordedStep] = [:]
}

/// A recording with the tensors that a sampler reads and writes, by name.
public struct RecordedStep {
    /// Runs it.
    public let workspace: Workspace
    /// Where its tensors lie.
    public let views: [String: TensorView]

    /// The numbers of a tensor, row-major.
    public func read(_ name: String) -> [Double] { views[name].map { workspace.read($0) } ?? [] }

    /// Sets an input.
    public func write(_ numbers: [Double], to name: String) {
        if let view = views[name] { workspace.write(numbers, to: view) }
    }
}
