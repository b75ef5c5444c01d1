import LacunaTensors

/// Fits a model to a table: once, or from several starts of which the best fit is kept.
///
/// A missingness model of unknown direction can explain a table nearly as well the wrong way round, and training stays on
/// the side on which it began. So every other further fit starts from the mirrored curves of the best fit so far, all other
/// parameters being drawn anew. One more fit leaves missingness out, to tell whether it is needed at all; it is never kept.
/// All fits hold out the same rows and look at them with the same noise, and none starts from parameters that have learnt
/// from these rows.
public struct FitSearch {
    let model: ComposedModel
    let dataset: Dataset
    let context: ImputerContext
    let options: TrainingOptions
    let stream: RandomStream
    let mirrored: [MirroredParameter]

    /// Fits by the sections `bound` and `training` of a configuration.
    ///
    /// - Throws: `LacunaError` where keys of `training` do not fit the model or each other.
    public init(model: ComposedModel, dataset: Dataset, context: ImputerContext) throws(LacunaError) {
        self.model = model
        self.dataset = dataset
        self.context = context
        options = context.blueprint.configuration.training
        stream = context.stream.child("training")
        mirrored = Self.mirrored(model, dataset)
        var problems = try options.linearStart.problems(with: model)
        if let checkpoint = context.resuming, options.restarts > 0 {
            problems.append(
                """
                training.restarts: \(checkpoint.name) is of a single fit, and a run of \(fitCount) fits cannot be resumed; \
                train anew without it
                """)
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
    }

    private var fitCount: Int { options.restarts + 1 }

    /// Takes all steps of all fits.
    ///
    /// - Throws: `LacunaError` where it is interrupted, or `UnfinishedFit` where the fit, or every one of several, diverges,
    ///   and where several fits are interrupted after one of them was finished.
    public func run() throws -> FittedModel {
        guard options.restarts > 0 else {
            return try fitted(fit(0, from: startingStore(of: 0, startKind(of: 0, after: nil), nil)))
        }
        if context.saveCheckpoint != nil {
            context.note(
                "a run of \(fitCount) fits (training.restarts) cannot be resumed, so no checkpoint is kept of it")
        }
        var trials: [FitTrial] = [], best: Int?, failure: (any Error)?
        for index in 0..<fitCount {
            let before = best.map { trials[$0] }
            let kind = startKind(of: index, after: before)
            do {
                trials.append(try trial(index, kind, after: before))
            } catch let error where Self.hasFailed(error) {
                context.note("\(title(index) ?? "a fit") is left aside: \(error)")
                trials.append(FitTrial(failedFrom: kind))
                failure = failure ?? error
                continue
            } catch let error as LacunaError where error.kind == .interrupted {
                let problem = LacunaError(
                    .interrupted, error.problems.map { "\(title(index) ?? "the fit"): \($0)" })
                guard let finished = Self.kept(best, of: trials) else { throw problem }
                throw UnfinishedFit(problem, imputer: finished)
            }
            guard trials[index].outcome.score > best.map({ trials[$0].outcome.score }) ?? -.infinity else {
                trials[index].forgetParameters()
                continue
            }
            if let best { trials[best].forgetParameters() }
            best = index
        }
        guard let best, let kept = Self.kept(best, of: trials), var record = kept.record else {
            throw failure ?? LacunaError(.work, "none of \(fitCount) fits has a finite bound; try another seed")
        }
        do {
            record.atRandom = try comparisonAtRandom(trials[best], among: trials)
        } catch let error as LacunaError where error.kind == .interrupted {
            throw UnfinishedFit(error, imputer: kept)
        }
        return FittedModel(model: kept.model, store: kept.store, record: record)
    }

    /// The best of the fits made so far, with what is known of all of them; `nil` where there is none.
    private static func kept(_ best: Int?, of trials: [FitTrial]) -> FittedModel? {
        guard let best, let kept = trials[best].fitted, var record = kept.record else { return nil }
        var outcomes = trials.map(\.outcome)
        outcomes[best].isKept = true
        // A run that was interrupted in its second fit is that of one fit.
        record.fits = outcomes.count > 1 ? outcomes : nil
        if record.missingness != nil { record.missingness = trials[best].curves(comparedWith: trials) }
        return FittedModel(model: kept.model, store: kept.store, record: record)
    }

    /// Whether a fit came to nothing, so that others may go on.
    private static func hasFailed(_ error: any Error) -> Bool {
        error is UnfinishedFit || (error as? LacunaError)?.kind == .work
    }

    /// One of several fits, compared with none yet.
    func trial(_ index: Int, _ kind: FitOutcome.Start, after best: FitTrial?) throws -> FitTrial {
        let finished = try fit(index, from: startingStore(of: index, kind, best))
        var trial = try FitTrial(
            fitted(finished), from: kind,
            rowBounds: RowBounds.measure(
                finished.training, stream: stream.child("comparison"), shouldStop: context.shouldStop))
        trial.beforeClosing = finished.training.progress.bestParameters
        return trial
    }

    private func fitted(_ finished: (training: Training, record: TrainingRecord)) throws -> FittedModel {
        var record = finished.record
        record.missingness = try MissingnessCurve.curves(of: model, finished.training.store, in: dataset)
        return FittedModel(model: model, store: finished.training.store, record: record)
    }

    // MARK: One fit

    private func fit(_ index: Int, from start: ParameterStore?) throws -> (training: Training, record: TrainingRecord) {
        let training = try Training(
            model: model, bound: context.blueprint.bound, dataset: dataset, options: options,
            startingFrom: start, groups: .missingness, resuming: context.resuming,
            precision: context.blueprint.configuration.precision, stream: stream(of: index), judging: stream,
            threadCount: context.threadCount)
        if index == 0, let imputations = training.imputations {
            context.note(
                "training keeps \(imputations.count) imputations of every incomplete row, which take \(imputations.size)"
            )
        }
        if let checkpoint = context.resuming {
            context.note("training goes on from step \(training.step)")
            if let caution = checkpoint.caution { context.note(caution) }
        }
        var saveCheckpoint = context.saveCheckpoint
        if options.restarts > 0 { saveCheckpoint = nil }
        do {
            let record = try training.run(
                shouldStop: context.shouldStop, saveCheckpoint: saveCheckpoint, report: reporting(title(index)),
                note: noting(title(index)))
            return (training, record)
        } catch let problem as LacunaError where problem.kind == .work {
            throw UnfinishedFit(problem, imputer: FittedModel(model: model, store: training.store, record: nil))
        }
    }

    /// The first fit draws from the stream of a single one.
    func stream(of index: Int) -> RandomStream {
        index == 0 ? stream : stream.child("restart").child(index)
    }

    /// What a fit is called, where there are several.
    func title(_ index: Int) -> String? {
        options.restarts == 0 ? nil : "fit \(index + 1) of \(fitCount)"
    }

    func reporting(_ stage: String?) -> (TrainingEvent) -> Void {
        { [report = context.reportTraining] event in
            var event = event
            event.stage = stage
            report(event)
        }
    }

    func noting(_ stage: String?) -> (String) -> Void {
        { [note = context.note] sentence in note(stage.map { "\($0): \(sentence)" } ?? sentence) }
    }
}
