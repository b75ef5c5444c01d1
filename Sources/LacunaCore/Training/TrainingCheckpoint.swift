import LacunaTensors

/// All that an interrupted run of training needs to go on as if it had never stopped, bit for bit, on any number of
/// threads and the same instruction set.
///
/// Randomness is not part of it: every stream is a function of the seed and of the counters in here.
public struct TrainingCheckpoint: Sendable {
    /// What messages call it, such as its path.
    public var name = "the checkpoint"
    /// The instruction set of the run.
    public internal(set) var instructionSet = InstructionSet.current
    /// The plug-in libraries of the run that are not loaded now as they were.
    public internal(set) var changedLibraries: [String] = []
    /// Steps taken.
    public internal(set) var step: Int
    /// The bound of the last batch, in nats a row.
    var lastBound: Double
    /// The epoch, from 1; its rows in their order, and how many of them are taken.
    var epoch: Int
    var order: [Int]
    var place: Int
    /// The step at which the average began, and the last one that it knows.
    var averagingStart: Int
    var lastAveraged: Int
    /// Looks at the held-out rows.
    var heldOutLooks: Int
    /// How far the run has come.
    var progress: FitProgress
    /// The width of the parameters, of their average and of the optimizer's state.
    var precision: Precision
    var parameters: ParameterSnapshot
    var average: ParameterSnapshot?
    var optimizer: OptimizerSnapshot
    /// The contents of the imputation table, where the bound is trained on one.
    var imputations: [Float]?
    /// Tells the rows that were learnt from.
    var fingerprint: TableFingerprint
}

extension TrainingCheckpoint {
    /// What a user should know before going on from it, if anything: a sentence without its full stop.
    public var caution: String? {
        let current = InstructionSet.current
        var sentences: [String] = []
        if instructionSet != current {
            sentences.append(
                """
                \(name) was made with the instruction set \(instructionSet) and this run has \(current): the model may \
                differ in the last bits from that of an uninterrupted run
                """)
        }
        if !changedLibraries.isEmpty {
            sentences.append(
                """
                \(name) was made with another \(changedLibraries.joined(separator: " and another ")) than this run has: \
                where its parts compute something else, the model is that of neither; train anew to be sure
                """)
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
    }
}

extension Training {
    /// The run as it is between two steps.
    func checkpoint() -> TrainingCheckpoint {
        TrainingCheckpoint(
            step: step, lastBound: lastBound, epoch: epoch, order: order, place: place,
            averagingStart: averagingStart, lastAveraged: lastAveraged, heldOutLooks: heldOut?.looks ?? 0,
            progress: progress, precision: store.precision, parameters: store.snapshot(), average: average?.snapshot(),
            optimizer: updating.snapshot(), imputations: imputations?.contents, fingerprint: fingerprint)
    }

    /// Takes over the state of an interrupted run.
    ///
    /// - Throws: `LacunaError` where it is not one of the same model, options and rows; nothing is changed then.
    func resume(from checkpoint: TrainingCheckpoint) throws(LacunaError) {
        guard checkpoint.fingerprint == fingerprint else {
            let count = checkpoint.fingerprint.rowCount
            throw LacunaError(
                .data,
                """
                \(checkpoint.name) belongs to another table: \
                \(count == dataset.rowCount ? "cells" : "it has \(count) rows and this one \(dataset.rowCount), or cells") \
                differ; go on with the table that it was made from, or train anew without it
                """)
        }
        guard fits(checkpoint) else {
            throw LacunaError(
                .file,
                """
                \(checkpoint.name) does not fit the model and the options of training; go on with those that it was made \
                with, and with the same version of lacuna, or train anew without it
                """)
        }
        step = checkpoint.step
        checkpointedStep = checkpoint.step
        lastBound = checkpoint.lastBound
        epoch = checkpoint.epoch
        order = checkpoint.order
        place = checkpoint.place
        averagingStart = checkpoint.averagingStart
        lastAveraged = checkpoint.lastAveraged
        heldOut?.looks = checkpoint.heldOutLooks
        progress = checkpoint.progress
        store.restore(checkpoint.parameters)
        if let snapshot = checkpoint.average { average?.restore(snapshot) }
        updating.restore(checkpoint.optimizer)
        if let contents = checkpoint.imputations { _ = imputations?.restore(contents) }
    }

    /// Whether everything in a checkpoint has a place here.
    private func fits(_ checkpoint: TrainingCheckpoint) -> Bool {
        let size = store.cellCount * store.precision.elementSize
        let snapshots = [
            checkpoint.parameters, checkpoint.average, checkpoint.progress.bestParameters, checkpoint.progress.good,
        ]
        let rows = Set(checkpoint.order)
        let rowCount = checkpoint.progress.phase == .main ? [order.count] : [order.count, dataset.rowCount]
        let counters = [checkpoint.step, checkpoint.epoch, checkpoint.averagingStart, checkpoint.heldOutLooks]
        return checkpoint.precision == store.precision && snapshots.allSatisfy { $0 == nil || $0?.bytes.count == size }
            && (checkpoint.average == nil) == (average == nil) && checkpoint.progress.good != nil
            && (checkpoint.progress.best == nil) == (checkpoint.progress.bestParameters == nil)
            && checkpoint.optimizer.bytes.count == updating.stateByteCount
            && checkpoint.imputations?.count == imputations?.cellCount
            && rows.count == checkpoint.order.count && rowCount.contains(rows.count)
            && rows.allSatisfy((0..<dataset.rowCount).contains) && (0...rows.count).contains(checkpoint.place)
            && counters.allSatisfy { $0 >= 0 } && (0...checkpoint.step).contains(checkpoint.lastAveraged)
    }
}
