import LacunaTensors

/// The whole run: the main steps, the closing ones, and a look at the fit.
///
/// What a run has to remember from step to step is in `progress`, so that a checkpoint between any two steps is enough to
/// go on.
extension Training {
    /// Takes steps until the held-out bound no longer improves or all steps are taken, and leaves the best parameters in
    /// the store.
    ///
    /// - Parameters:
    ///   - shouldStop: Asked before each step; `true` ends the run with an error of the kind `interrupted`.
    ///   - saveCheckpoint: Keeps a checkpoint, every `checkpointInterval` steps of the options and where the run is
    ///     interrupted after its first step. What it throws does not end the run: it is noted, or becomes part of the
    ///     error of an interrupted run.
    ///   - report: Told after each step.
    ///   - note: Told what a user should know of the run: a sentence without its full stop.
    /// - Throws: `LacunaError` where the run diverges (the store then holds the last good state) or is interrupted.
    public func run(
        shouldStop: () -> Bool = { false }, saveCheckpoint: ((TrainingCheckpoint) throws -> Void)? = nil,
        report: (TrainingEvent) -> Void = { _ in }, note: (String) -> Void = { _ in }
    ) throws -> TrainingRecord {
        func pause() throws { try keepOrStop(shouldStop, saveCheckpoint, note) }
        defer { if let sentence = keptImputationsSentence { note(sentence) } }
        if progress.phase == .main {
            try takeMainSteps(pause, report)
            try endMainSteps()
        }
        if progress.phase == .closing { try takeClosingSteps(pause, report) }
        var record = record
        guard options.diagnostics else { return record }
        do {
            record.diagnostics = try FitDiagnostics.measure(
                model: model, bound: bound, store: store, dataset: dataset, rows: Array(0..<dataset.rowCount),
                batchSize: batchSize, stream: stream.child("diagnostics"), imputations: imputations,
                threadCount: pool.threadCount, shouldStop: shouldStop)
        } catch let error as LacunaError where error.kind == .interrupted {
            try keep(saveCheckpoint, before: error)
            throw error
        }
        return record
    }

    /// What is known of the run so far.
    private var record: TrainingRecord {
        var record = TrainingRecord()
        record.heldOutRows = heldOut?.rowCount ?? 0
        record.trainingRows = dataset.rowCount - record.heldOutRows
        record.steps = step
        record.bestStep = progress.best?.step ?? step
        record.closingSteps = progress.closingSteps
        record.bound = progress.recent.mean
        record.heldOutBound = progress.best?.bound
        record.stoppedEarly = progress.stoppedEarly
        return record
    }

    /// Between two steps: keeps a checkpoint where one is due, and ends the run where that is wished.
    private func keepOrStop(
        _ shouldStop: () -> Bool, _ saveCheckpoint: ((TrainingCheckpoint) throws -> Void)?, _ note: (String) -> Void
    ) throws {
        if shouldStop() {
            let interruption = LacunaError(.interrupted, "interrupted at step \(step)")
            // Before the first step there is nothing to keep.
            if step > 0 { try keep(saveCheckpoint, before: interruption) }
            throw interruption
        }
        guard let saveCheckpoint, step > 0, step != checkpointedStep,
            let interval = options.checkpointInterval, step % interval == 0
        else { return }
        checkpointedStep = step
        do {
            try saveCheckpoint(checkpoint())
        } catch {
            // What was learnt is worth more than a state to go on from.
            note("the checkpoint of step \(step) could not be kept, and training goes on without it: \(error)")
        }
    }

    /// Keeps the checkpoint of a run that ends by an interruption.
    ///
    /// - Throws: The interruption with the reason, where it cannot be kept.
    private func keep(
        _ saveCheckpoint: ((TrainingCheckpoint) throws -> Void)?, before interruption: LacunaError
    ) throws {
        do {
            try saveCheckpoint?(checkpoint())
        } catch {
            throw LacunaError(
                .interrupted, interruption.problems.map { "\($0), and its state could not be kept: \(error)" })
        }
    }

    /// What is said of imputations that stayed as they were for want of finite ones.
    private var keptImputationsSentence: String? {
        guard let count = updater?.keptRowCount, count > 0 else { return nil }
        return """
            the sampler of the imputations gave numbers that are not finite \(count == 1 ? "once" : "\(count) times"); the \
            imputations of the row stayed as they were
            """
    }

    /// Looks at the held-out rows, if there are any. Their imputations, too, stay as they were drawn for the first epoch.
    private func heldOutBound() -> Double? { heldOut?.value(dataset: dataset, isAdvancing: epoch > 1) }

    /// Takes a step; where it diverges, goes back to good parameters.
    private func takeStep(orRestoring good: ParameterSnapshot?) throws {
        guard advance() else {
            let sentence = describeDivergence()
            if let good { store.restore(good) }
            throw LacunaError(.work, sentence)
        }
        progress.recent.add(lastBound)
    }

    private func event(of stepCount: Int, heldOutBound: Double?) -> TrainingEvent {
        TrainingEvent(
            step: step, stepCount: stepCount, bound: progress.recent.mean, heldOutBound: heldOutBound,
            learningRate: learningRate(step: step))
    }

    // MARK: The main steps

    private func takeMainSteps(_ pause: () throws -> Void, _ report: (TrainingEvent) -> Void) throws {
        let epochSteps = max(order.count / max(batchSize, 1), 1)
        let interval = options.evaluationInterval ?? max(epochSteps, 100)
        let patience = max(options.patience, interval)
        let stepCount = stepLimit
        if progress.good == nil {
            progress.good = store.snapshot()
            progress.startBound = heldOutBound()
        }
        while step < stepCount {
            try pause()
            try takeStep(orRestoring: progress.bestParameters ?? progress.good)
            let startBound = progress.startBound ?? lastBound
            progress.startBound = startBound
            if heldOut != nil, step % interval == 0 || step == stepCount {
                exchangeAverage()
                let bound = heldOutBound() ?? .nan
                progress.add(FitProgress.Look(bound: bound, step: step)) { store.snapshot() }
                exchangeAverage()
            } else if heldOut == nil, step % 500 == 0, !Self.isRuined(progress.recent.mean, from: startBound) {
                progress.good = store.snapshot()
            }
            report(event(of: stepCount, heldOutBound: progress.lastHeldOut))
            if let improvement = progress.improvement, step - improvement.step >= patience {
                progress.stoppedEarly = true
                break
            }
        }
    }

    /// Goes back to the best parameters, where rows were held out to tell them, and prepares the closing steps.
    private func endMainSteps() throws {
        let endBound = heldOut == nil ? progress.recent.mean : progress.best?.bound ?? -.infinity
        if let startBound = progress.startBound, Self.isRuined(endBound, from: startBound) {
            if let good = progress.good { store.restore(good) }
            throw LacunaError(
                .work,
                """
                training diverged: after \(step) steps the \(heldOut == nil ? "" : "held-out ")bound is \(brief(endBound)) \
                nats a row, far below the \(brief(startBound)) that it started from; the last good state is kept. \(divergenceAdvice)
                """)
        }
        guard let best = progress.best, let bestParameters = progress.bestParameters else {
            guard heldOut == nil else {
                if let good = progress.good { store.restore(good) }
                throw LacunaError(
                    .work,
                    """
                    training diverged: the held-out bound was never finite; the parameters are as they started. \
                    \(divergenceAdvice)
                    """)
            }
            exchangeAverage()
            progress.phase = .finished
            return
        }
        store.restore(bestParameters)
        progress.closingStart = step
        progress.closingSteps = options.closingSteps ?? min(best.step, 5_000)
        guard progress.closingSteps > 0 else {
            progress.phase = .finished
            return
        }
        progress.phase = .closing
        order = Array(0..<dataset.rowCount)
        place = order.count
        average?.restart()
        averagingStart = step
        lastAveraged = step
    }

    // MARK: The closing steps

    /// Goes on from the best parameters with all rows, the held-out ones included: what they know is not to be lost.
    private func takeClosingSteps(_ pause: () throws -> Void, _ report: (TrainingEvent) -> Void) throws {
        let end = progress.closingStart + progress.closingSteps
        while step < end {
            try pause()
            try takeStep(orRestoring: progress.bestParameters)
            report(event(of: end, heldOutBound: progress.best?.bound))
        }
        exchangeAverage()
        // The held-out rows are learnt from by now: they only tell whether closing went astray.
        if let best = progress.best, let bestParameters = progress.bestParameters,
            let bound = heldOutBound(), Self.isRuined(bound, from: best.bound)
        {
            store.restore(bestParameters)
            progress.closingSteps = 0
        }
        progress.phase = .finished
    }
}
