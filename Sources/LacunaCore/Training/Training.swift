import LacunaTensors

/// Fits a model: mini-batches in chunks, an optimizer, a held-out bound to stop by.
///
/// The same seed gives the same parameters, bit for bit, for any number of threads.
public final class Training {
    let model: ComposedModel
    let bound: any Bound
    let options: TrainingOptions
    let dataset: Dataset
    let stream: RandomStream
    let pool: WorkerPool
    /// The parameters, current after each step.
    public let store: ParameterStore
    private let optimizer: any Optimizer
    private let schedule: any Schedule
    let runner: ChunkRunner
    private let work: StepWork
    let updating: ParameterUpdate
    let heldOut: HeldOutBound?
    let average: ParameterAverage?
    let updater: ImputationUpdater?
    /// The imputations that the bound is trained on, if it is; current after each step.
    public var imputations: ImputationTable? { updater?.table }
    /// How far the whole run has come.
    var progress = FitProgress()
    /// The step of the last checkpoint.
    var checkpointedStep = 0
    /// The step at which the average began.
    var averagingStart = 0
    /// The last step that the average knows.
    var lastAveraged = 0
    /// Steps between two updates of the average.
    private let averagingInterval = 10
    /// The rows that are learnt from, as the epoch takes them.
    var order: [Int]
    /// How many of them it has taken.
    var place = 0
    /// The epoch, from 1.
    var epoch = 0
    /// What tells the table from others.
    private(set) lazy var fingerprint = TableFingerprint(dataset)
    /// Rows a step.
    public let batchSize: Int
    /// Why the imputations of the last step could not be advanced, if so.
    private(set) var imputationFailure: LacunaError?
    /// Steps taken.
    public internal(set) var step = 0
    /// The bound of the last batch, in nats a row.
    public internal(set) var lastBound = 0.0

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - model: What is fitted.
    ///   - bound: What is maximised.
    ///   - dataset: The rows; some are held out, by the options.
    ///   - options: How.
    ///   - start: Parameters to start from in place of drawn ones, of a model with the same parts; they are copied.
    ///   - groups: Whose parameters are taken from there; the others are drawn.
    ///   - checkpoint: Where an interrupted run of the same model, options, rows and stream goes on.
    ///   - precision: The width of all numbers.
    ///   - stream: Where randomness comes from.
    ///   - judging: Where it comes from that decides which rows are held out and how they are looked at, so that fits can be
    ///     compared; `nil`: the same.
    ///   - threadCount: Changes the time it takes and nothing else.
    /// - Throws: `LacunaError` where a part cannot be had or the checkpoint is not of such a run, `TapeError` where parts do
    ///   not fit together.
    public init(
        model: ComposedModel, bound: any Bound, dataset: Dataset, options: TrainingOptions,
        startingFrom start: ParameterStore? = nil, groups: GroupSet = .all,
        resuming checkpoint: TrainingCheckpoint? = nil, precision: Precision = .float32, stream: RandomStream,
        judging: RandomStream? = nil, threadCount: Int = 1
    ) throws {
        self.model = model
        self.bound = bound
        self.options = options
        self.dataset = dataset
        self.stream = stream
        pool = WorkerPool(threadCount: threadCount)
        optimizer = try options.optimizer.member()
        schedule = try options.schedule.member()
        store = ParameterStore(precision: precision)
        try model.initialise(store, bound: bound, from: stream.child("initial"), given: dataset.givenNumbers)
        if let start { try store.copyValues(from: start, groups: groups) }

        var rows = Array(0..<dataset.rowCount)
        var heldOutRows: [Int] = []
        let heldOutCount = Int(options.heldOutShare * Double(dataset.rowCount))
        if heldOutCount > 0, heldOutCount < dataset.rowCount {
            var split = (judging ?? stream).child("heldOut")
            split.shuffle(&rows)
            heldOutRows = rows.prefix(heldOutCount).sorted()
            rows = rows.dropFirst(heldOutCount).sorted()
        }
        order = rows
        batchSize = min(options.batchSize, rows.count)
        updater = try Self.updater(of: bound, model, store, dataset, stream, workerCount: pool.threadCount)
        runner = try ChunkRunner(
            model: model, bound: bound, store: store, imputations: updater?.table, rowCount: batchSize,
            tableRowCount: dataset.rowCount, mode: .training, workerCount: pool.threadCount)
        let gradients = runner.plan.chunks.map { [store] _ in GradientBuffer(store) }
        updating = ParameterUpdate(
            store, chunks: gradients, stateCount: optimizer.stateCount, groups: runner.movedGroups)
        work = StepWork(
            runner: runner, updater: updater, updating: updating, optimizer: optimizer, dataset: dataset,
            gradients: gradients,
            rowCount: batchSize)
        heldOut =
            heldOutRows.isEmpty
            ? nil
            : try HeldOutBound(
                model: model, bound: bound, store: store, updater: updater, rows: heldOutRows, pool: pool,
                stream: (judging ?? stream).child("evaluation"))
        average = options.averagingDecay > 0 ? ParameterAverage(store) : nil
        place = order.count
        if let checkpoint { try resume(from: checkpoint) }
    }

    /// What advances the imputations that a bound is trained on, with imputations drawn from the columns.
    private static func updater(
        of bound: any Bound, _ model: ComposedModel, _ store: ParameterStore, _ dataset: Dataset,
        _ stream: RandomStream, workerCount: Int
    ) throws -> ImputationUpdater? {
        guard let bound = bound as? any ImputationBound else {
            try model.requireEncodable(dataset, by: "bound \(type(of: bound).name)")
            return nil
        }
        try ImputationTable.check(dataset, count: bound.imputationCount)
        return ImputationUpdater(
            ImputationTable(dataset, count: bound.imputationCount, stream: stream.child("imputations")),
            sampler: try bound.sampler.member(), stepCount: bound.updateSteps, model: model, store: store,
            dataset: dataset, workerCount: workerCount)
    }

    // MARK: One step

    /// Takes one step; nothing is allocated, but by the sampler that advances imputations where the bound is trained on
    /// some.
    ///
    /// - Returns: Whether the bound and the gradient were finite. If not, the parameters are as before the step.
    @discardableResult
    public func advance() -> Bool {
        if place + batchSize > order.count { beginEpoch() }
        work.noise = stream.child("step").child(step)
        // The first epoch learns from the imputations as they were drawn: its model has nothing better to offer.
        work.isAdvancingImputations = epoch > 1
        order.withUnsafeBufferPointer { order in
            work.rows = UnsafeBufferPointer(rebasing: order[place..<place + batchSize])
            pool.share(runner.plan.chunks.count, work.runChunk)
        }
        lastBound = runner.total() / Double(batchSize)
        if let failure = updater?.takeFailure() {
            imputationFailure = failure
            return false
        }
        pool.share(updating.pieceCount, work.reducePiece)
        let norm = updating.gradientNorm()
        guard lastBound.isFinite, norm.isFinite else { return false }
        work.gradientScale = 1
        if let limit = options.gradientNormLimit, norm > limit { work.gradientScale = limit / norm }
        let number = step + 1
        work.number = number
        work.learningRate = learningRate(step: number)
        pool.share(updating.pieceCount, work.movePiece)
        step = number
        place += batchSize
        if step - lastAveraged >= averagingInterval { settleAverage() }
        return true
    }

    /// Takes the steps since the last time into the average.
    private func settleAverage() {
        guard let average, step > lastAveraged else { return }
        // Early on the average looks back over a part of the steps so far only.
        let taken = Double(step - averagingStart)
        let decay = min(options.averagingDecay, (1 + taken) / (10 + taken))
        var power = 1.0
        for _ in lastAveraged..<step { power *= decay }
        average.update(decay: power)
        lastAveraged = step
    }

    /// Exchanges the parameters and their average; a second exchange undoes it.
    func exchangeAverage() {
        settleAverage()
        average?.exchange()
    }

    private func beginEpoch() {
        epoch += 1
        var shuffling = stream.child("epoch").child(epoch)
        shuffling.shuffle(&order)
        place = 0
    }

    /// Without rows to judge by, although some were wanted, a table is too small to learn much from.
    var stepLimit: Int {
        heldOut == nil && options.heldOutShare > 0 ? min(options.steps, 2_000) : options.steps
    }

    func learningRate(step: Int) -> Double {
        // Training closes at the learning rate of the step that it closes from.
        let scheduled = progress.phase == .main ? step : progress.best?.step ?? step
        return optimizer.learningRate * schedule.factor(step: min(scheduled, stepLimit), of: stepLimit)
    }
}
