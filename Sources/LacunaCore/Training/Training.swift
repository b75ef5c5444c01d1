import LacunaTensors

/// Fits a model: mini-batches in chunks, an optimizer, a held-out bound to stop by.
///
/// The same seed gives the same parameters, bit for bit, for any number of threads.
public final class Training {
    private let model: LatentVariableModel
    private let bound: any Bound
    private let options: TrainingOptions
    private let dataset: Dataset
    private let stream: RandomStream
    private let pool: WorkerPool
    /// The parameters, current after each step.
    public let store: ParameterStore
    private let optimizer: any Optimizer
    private let schedule: any Schedule
    private let runner: ChunkRunner
    private let work: StepWork
    private let updating: ParameterUpdate
    private let heldOut: HeldOutBound?
    private let average: ParameterAverage?
    private let updater: ImputationUpdater?
    /// The imputations that the bound is trained on, if it is; current after each step.
    public var imputations: ImputationTable? { updater?.table }
    /// What the held-out bound must gain, in nats a row, for training to be worth its patience.
    private let leastImprovement = 0.01
    /// The step at which the average began.
    private var averagingStart = 0
    /// The last step that the average knows.
    private var lastAveraged = 0
    /// The step at whose learning rate training closes.
    private var closingFrom: Int?
    /// Steps between two updates of the average.
    private let averagingInterval = 10
    private var order: [Int]
    private var place = 0
    private var epoch = 0
    /// Rows a step.
    public let batchSize: Int
    /// Why the imputations of the last step could not be advanced, if so.
    private var imputationFailure: LacunaError?
    /// Steps taken.
    public private(set) var step = 0
    /// The bound of the last batch, in nats a row.
    public private(set) var lastBound = 0.0

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - model: What is fitted.
    ///   - bound: What is maximised.
    ///   - dataset: The rows; some are held out, by the options.
    ///   - options: How.
    ///   - start: Parameters to start from in place of drawn ones, of a model with the same parts; they are copied.
    ///   - precision: The width of all numbers.
    ///   - stream: Where randomness comes from.
    ///   - threadCount: Changes the time it takes and nothing else.
    /// - Throws: `LacunaError` where a part cannot be had, `TapeError` where parts do not fit together.
    public init(
        model: LatentVariableModel, bound: any Bound, dataset: Dataset, options: TrainingOptions,
        startingFrom start: ParameterStore? = nil, precision: Precision = .float32, stream: RandomStream,
        threadCount: Int = 1
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
        if let start { try store.copyValues(from: start) }

        var rows = Array(0..<dataset.rowCount)
        var heldOutRows: [Int] = []
        let heldOutCount = Int(options.heldOutShare * Double(dataset.rowCount))
        if heldOutCount > 0, heldOutCount < dataset.rowCount {
            var split = stream.child("heldOut")
            split.shuffle(&rows)
            heldOutRows = rows.prefix(heldOutCount).sorted()
            rows = rows.dropFirst(heldOutCount).sorted()
        }
        order = rows
        batchSize = min(options.batchSize, rows.count)
        updater = try Self.updater(of: bound, model, store, dataset, stream, workerCount: pool.threadCount)
        runner = try ChunkRunner(
            model: model, bound: bound, store: store, imputations: updater?.table, rowCount: batchSize, mode: .training,
            workerCount: pool.threadCount)
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
                stream: stream.child("evaluation"))
        average = options.averagingDecay > 0 ? ParameterAverage(store) : nil
        place = order.count
    }

    /// What advances the imputations that a bound is trained on, with imputations drawn from the columns.
    private static func updater(
        of bound: any Bound, _ model: LatentVariableModel, _ store: ParameterStore, _ dataset: Dataset,
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

    /// Takes one step; nothing is allocated.
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
    private func exchangeAverage() {
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
    private var stepLimit: Int {
        heldOut == nil && options.heldOutShare > 0 ? min(options.steps, 2_000) : options.steps
    }

    private func learningRate(step: Int) -> Double {
        optimizer.learningRate * schedule.factor(step: min(closingFrom ?? step, stepLimit), of: stepLimit)
    }

    // MARK: The whole run

    /// Takes steps until the held-out bound no longer improves or all steps are taken, and leaves the best parameters in
    /// the store.
    ///
    /// - Parameters:
    ///   - shouldStop: Asked before each step; `true` ends the run with an error of the kind `interrupted`.
    ///   - report: Told after each step.
    /// - Throws: `LacunaError` where the run diverges (the store then holds the last good state) or is interrupted.
    public func run(
        shouldStop: () -> Bool = { false }, report: (TrainingEvent) -> Void = { _ in }
    ) throws -> TrainingRecord {
        var record = try fit(shouldStop: shouldStop, report: report)
        guard options.diagnostics else { return record }
        record.diagnostics = try FitDiagnostics.measure(
            model: model, bound: bound, store: store, dataset: dataset, rows: Array(0..<dataset.rowCount),
            batchSize: batchSize,
            stream: stream.child("diagnostics"), imputations: imputations, threadCount: pool.threadCount,
            shouldStop: shouldStop)
        return record
    }

    private func fit(shouldStop: () -> Bool, report: (TrainingEvent) -> Void) throws -> TrainingRecord {
        var record = TrainingRecord()
        record.trainingRows = order.count
        record.heldOutRows = heldOut?.rowCount ?? 0
        let epochSteps = max(order.count / max(batchSize, 1), 1)
        let interval = options.evaluationInterval ?? max(epochSteps, 100)
        let patience = max(options.patience, interval)
        let stepCount = stepLimit
        var recent = RecentMean(capacity: 500)
        var best: (bound: Double, step: Int, snapshot: ParameterSnapshot)?
        var progress: (bound: Double, step: Int)?
        var lastHeldOut: Double?
        var good = store.snapshot()
        // Compared with the end: on the rows held out, or on the first batch.
        var startBound = heldOut?.value(dataset: dataset)
        while step < stepCount {
            if shouldStop() { throw LacunaError(.interrupted, "interrupted at step \(step)") }
            guard advance() else {
                let sentence = describeDivergence()
                store.restore(best?.snapshot ?? good)
                throw LacunaError(.work, sentence)
            }
            recent.add(lastBound)
            if startBound == nil { startBound = lastBound }
            if let heldOut, step % interval == 0 || step == stepCount {
                exchangeAverage()
                let value = heldOut.value(dataset: dataset)
                lastHeldOut = value
                if value.isFinite {
                    if best.map({ value > $0.bound }) ?? true { best = (value, step, store.snapshot()) }
                    if progress.map({ value > $0.bound + leastImprovement }) ?? true { progress = (value, step) }
                }
                exchangeAverage()
            } else if heldOut == nil, step % 500 == 0, !Self.isRuined(recent.mean, from: startBound ?? lastBound) {
                good = store.snapshot()
            }
            report(
                TrainingEvent(
                    step: step, stepCount: stepCount, bound: recent.mean, heldOutBound: lastHeldOut,
                    learningRate: learningRate(step: step)))
            if let progress, step - progress.step >= patience {
                record.stoppedEarly = true
                break
            }
        }
        let endBound = heldOut == nil ? recent.mean : best?.bound ?? -.infinity
        if let startBound, Self.isRuined(endBound, from: startBound) {
            store.restore(good)
            throw LacunaError(
                .work,
                """
                training diverged: after \(step) steps the \(heldOut == nil ? "" : "held-out ")bound is \(brief(endBound)) \
                nats a row, far below the \(brief(startBound)) that it started from; the last good state is kept. \(divergenceAdvice)
                """)
        }
        record.steps = step
        record.bestStep = best?.step ?? step
        record.bound = recent.mean
        record.heldOutBound = best?.bound
        guard let best else {
            guard heldOut == nil else {
                store.restore(good)
                throw LacunaError(
                    .work,
                    """
                    training diverged: the held-out bound was never finite; the parameters are as they started. \
                    \(divergenceAdvice)
                    """)
            }
            exchangeAverage()
            return record
        }
        store.restore(best.snapshot)
        let closingSteps = options.closingSteps ?? min(best.step, 5_000)
        let end = step + closingSteps
        closingFrom = best.step
        try close(closingSteps, shouldStop: shouldStop) { bound in
            recent.add(bound)
            report(
                TrainingEvent(
                    step: step, stepCount: end, bound: recent.mean, heldOutBound: best.bound,
                    learningRate: learningRate(step: step)))
        }
        record.closingSteps = closingSteps
        // The held-out rows are learnt from by now: they only tell whether closing went astray.
        if closingSteps > 0, let value = heldOut?.value(dataset: dataset), Self.isRuined(value, from: best.bound) {
            store.restore(best.snapshot)
            record.closingSteps = 0
        }
        record.steps = step
        record.bound = recent.mean
        return record
    }

    /// Goes on from the best parameters with all rows, the held-out ones included: what they know is not to be lost.
    private func close(_ count: Int, shouldStop: () -> Bool, report: (Double) -> Void) throws {
        guard count > 0 else { return }
        let best = store.snapshot()
        order = Array(0..<dataset.rowCount)
        place = order.count
        average?.restart()
        averagingStart = step
        lastAveraged = step
        for _ in 0..<count {
            if shouldStop() { throw LacunaError(.interrupted, "interrupted at step \(step)") }
            guard advance() else {
                let sentence = describeDivergence()
                store.restore(best)
                throw LacunaError(.work, sentence)
            }
            report(lastBound)
        }
        exchangeAverage()
    }

    /// A sentence on what is not finite, and what to try.
    private func describeDivergence() -> String {
        if let imputationFailure {
            return """
                training diverged at step \(step + 1): the imputations could not be advanced, as \(imputationFailure); the \
                last good state is kept. \(divergenceAdvice)
                """
        }
        let noise = stream.child("step").child(step)
        var culprits: [String] = []
        order.withUnsafeBufferPointer { order in
            let rows = UnsafeBufferPointer(rebasing: order[place..<place + batchSize])
            for chunk in runner.plan.chunks.indices where culprits.isEmpty {
                culprits = runner.divergedTerms(chunk: chunk, dataset: dataset, rows: rows, noise: noise)
            }
        }
        if culprits.isEmpty {
            culprits = updating.divergedGroups().map { "the gradient of the \($0.rawValue)" }
        }
        let what = culprits.isEmpty ? "the bound" : culprits.joined(separator: ", ")
        return """
            training diverged at step \(step + 1): \(what) is no longer finite; the last good state is kept. \
            \(divergenceAdvice)
            """
    }

    /// A number with three digits after the point, for sentences.
    private func brief(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

    private var divergenceAdvice: String {
        "Try a smaller training.optimizer.learningRate (now \(learningRate(step: step + 1))) or a "
            + "training.gradientNormLimit such as 5"
    }

    /// Whether a bound is so far below the one before training, on the same rows, that it cannot come from learning.
    private static func isRuined(_ bound: Double, from start: Double) -> Bool {
        start.isFinite && bound < start - (100 + 10 * abs(start))
    }
}

/// The mean of the last numbers.
struct RecentMean {
    private var numbers: [Double] = []
    private var next = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        numbers.reserveCapacity(capacity)
    }

    mutating func add(_ number: Double) {
        if numbers.count < capacity {
            numbers.append(number)
        } else {
            numbers[next] = number
            next = (next + 1) % capacity
        }
    }

    var mean: Double { numbers.isEmpty ? .nan : numbers.reduce(0, +) / Double(numbers.count) }
}
