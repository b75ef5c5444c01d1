import Foundation
import Lacuna
import Synchronization
import Testing

@testable import LacunaCore

/// Several fits of which the best is kept.
@Suite struct FitSearchTests {
    private typealias Example = SelfMaskingExample

    /// Things that closures are told.
    private final class Told<Item: Sendable>: Sendable {
        private let items = Mutex<[Item]>([])
        var all: [Item] { items.withLock { $0 } }
        func add(_ item: Item) { items.withLock { $0.append(item) } }
    }

    @Test func oneFitIsThatOfTraining() throws {
        let dataset = Example.dataset(), context = try Example.context()
        let fitted = try Example.fit(dataset, context: context)
        let training = try Example.training(dataset, context, stream: context.stream.child("training"))
        var record = try training.run()
        #expect(fitted.store.allNumbers == training.store.allNumbers)
        #expect(record.missingness == nil && record.fits == nil)
        record.missingness = fitted.record?.missingness
        #expect(fitted.record == record)
        #expect(fitted.record?.missingness?.count == 1)
    }

    /// Each fit by itself, from its own stream, and looked at with the same noise: the best of them is the one that is kept.
    @Test(arguments: [0, 0.25])
    func theBestFitIsKept(heldOutShare: Double) throws {
        let dataset = Example.dataset()
        var kept: Set<Int> = []
        for seed in 1...4 {
            let context = try Example.context(
                [
                    "training.restarts=2", "model.missingness=ignorable", "training.heldOutShare=\(heldOutShare)",
                    "training.evaluationInterval=10",
                ], seed: seed)
            let fitted = try Example.fit(dataset, context: context)
            let outcomes = try #require(fitted.record?.fits)
            let stream = context.stream.child("training")
            let streams = [stream] + (1...2).map { stream.child("restart").child($0) }
            var stores: [[[Double]]] = [], scores: [Double] = []
            for (index, own) in streams.enumerated() {
                let training = try Example.training(dataset, context, stream: own)
                _ = try training.run()
                let bounds = try RowBounds.measure(training, stream: stream.child("comparison")) { false }
                let bound = bounds.reduce(0, +) / Double(bounds.count)
                #expect(bounds.count == (heldOutShare == 0 ? 48 : 12))
                #expect(outcomes[index].bound == bound)
                #expect(outcomes[index].heldOutBound == (heldOutShare == 0 ? nil : bound))
                scores.append(bound)
                stores.append(training.store.allNumbers)
            }
            let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
            #expect(outcomes.map(\.isKept) == scores.indices.map { $0 == best })
            #expect(outcomes.map(\.start) == [.drawn, .drawn, .drawn])
            let areSame = fitted.store.allNumbers == stores[best]
            #expect(areSame)
            kept.insert(best)
        }
        // Not always the first or the last.
        #expect(kept.count > 1)
    }

    @Test func theSameBytesForAnyThreads() throws {
        let overrides = ["training.restarts=2", "training.linearStart.steps=10", "training.heldOutShare=0.2"]
        let one = try Example.fit(context: try Example.context(overrides))
        let two = try Example.fit(context: try Example.context(overrides, threadCount: 2))
        #expect(one.store.allNumbers == two.store.allNumbers)
        #expect(one.record == two.record)
    }

    /// A column by itself: whatever its curve, its values can be such that those observed are as they are. Both directions
    /// reach the same bound, and the data cannot tell.
    @Test(arguments: [1, 2, 3]) func undecidedDirectionsAreTold(seed: Int) throws {
        let context = try Example.context(["training.restarts=1", "training.steps=150"], seed: seed)
        let fitted = try Example.fit(Example.column(rowCount: 80), context: context)
        let curve = try #require(fitted.record?.missingness?.first)
        #expect(curve.isDirectionFree && abs(curve.rise) > 0.1, "\(curve)")
        let comparison = try #require(curve.opposite?.comparison)
        #expect(comparison.verdict == .undecided, "\(comparison)")
        #expect(comparison.keptBound == fitted.record?.fits?.first { $0.isKept }?.bound)
        #expect(comparison.bound == fitted.record?.fits?.first { !$0.isKept }?.bound)
        let atRandom = try #require(fitted.record?.atRandom)
        #expect(atRandom.verdict == .undecided, "\(atRandom)")
    }

    @Test func stagesAreSaid() throws {
        var context = try Example.context(["training.restarts=1", "training.linearStart.steps=3"])
        let stages = Told<String?>()
        context.reportTraining = { stages.add($0.stage) }
        _ = try Example.fit(context: context)
        #expect(
            stages.all == [String?](repeating: "fit 1 of 2, linear start", count: 3)
                + [String?](repeating: "fit 1 of 2", count: 20) + [String?](repeating: "fit 2 of 2", count: 20)
                + [String?](repeating: "cells missing at random, for comparison", count: 20))
        context = try Example.context()
        let single = Told<String?>()
        context.reportTraining = { single.add($0.stage) }
        _ = try Example.fit(context: context)
        #expect(single.all == [String?](repeating: nil, count: 20))
    }

    /// A context that is to stop after it was asked a number of times.
    private func stopping(after count: Int, _ overrides: [String]) throws -> ImputerContext {
        var context = try Example.context(overrides)
        let asked = Atomic<Int>(0)
        context.shouldStop = { asked.add(1, ordering: .relaxed).newValue > count }
        return context
    }

    @Test func interruptionsBeforeTheFirstFitIsFinishedEndAll() throws {
        // Fit 1 asks before each of its 20 steps, and before each of 4 passes over the rows to be compared.
        let linear = "training.linearStart.steps=3"
        let cases: [(Int, [String], String)] = [
            (22, [], "fit 1 of 2: interrupted while comparing fits"), (7, [], "fit 1 of 2: interrupted at step 7"),
            (2, [linear], "fit 1 of 2: training.linearStart: interrupted at step 2"),
        ]
        for (count, more, sentence) in cases {
            let context = try stopping(after: count, ["training.restarts=1"] + more)
            let error = #expect(throws: LacunaError.self) { _ = try Example.fit(context: context) }
            #expect(error == LacunaError(.interrupted, sentence))
        }
        let single = try stopping(after: 7, [])
        let error = #expect(throws: LacunaError.self) { _ = try Example.fit(context: single) }
        #expect(error == LacunaError(.interrupted, "interrupted at step 7"))
    }

    /// The best of the finished fits is kept, as if there had been no more.
    @Test func interruptionsKeepTheBestFinishedFit() throws {
        for (finished, sentence) in [
            (1, "fit 2 of 4: interrupted at step 6"), (2, "fit 3 of 4: interrupted at step 6"),
        ] {
            let context = try stopping(after: 24 * finished + 6, ["training.restarts=3"])
            let unfinished = #expect(throws: UnfinishedFit.self) { _ = try Example.fit(context: context) }
            #expect(unfinished?.problem == LacunaError(.interrupted, sentence))
            let kept = try #require(unfinished?.imputer as? FittedModel)
            let whole = try Example.fit(context: try Example.context(["training.restarts=\(finished - 1)"]))
            #expect(kept.store.allNumbers == whole.store.allNumbers)
            var record = try #require(whole.record)
            // What is compared after all fits is not reached.
            record.atRandom = nil
            #expect(kept.record == record)
            #expect(kept.record?.fits?.count == (finished == 1 ? nil : 2))
        }
    }

    @Test func severalFitsCannotBeResumed() throws {
        let checkpoints = Told<TrainingCheckpoint>(), notes = Told<String>()
        var context = try Example.context(["training.checkpointInterval=5"])
        context.saveCheckpoint = { checkpoints.add($0) }
        context.note = { notes.add($0) }
        _ = try Example.fit(context: context)
        #expect(!checkpoints.all.isEmpty && notes.all.isEmpty)
        let count = checkpoints.all.count
        var several = try Example.context(["training.checkpointInterval=5", "training.restarts=1"])
        several.saveCheckpoint = { checkpoints.add($0) }
        several.note = { notes.add($0) }
        _ = try Example.fit(context: several)
        #expect(checkpoints.all.count == count)
        #expect(
            notes.all == ["a run of 2 fits (training.restarts) cannot be resumed, so no checkpoint is kept of it"])
        several.resuming = checkpoints.all.first
        let error = #expect(throws: LacunaError.self) { _ = try Example.fit(context: several) }
        #expect(error?.kind == .configuration)
        #expect(error?.description.contains("a run of 2 fits cannot be resumed; train anew without it") == true)
    }

    @Test func fitsThatDivergeAreLeftAside() throws {
        let notes = Told<String>()
        var context = try Example.context(["training.restarts=1", "training.optimizer.learningRate=1e30"])
        context.note = { notes.add($0) }
        #expect(throws: UnfinishedFit.self) { _ = try Example.fit(context: context) }
        #expect(notes.all.count == 2)
        #expect(notes.all.first?.hasPrefix("fit 1 of 2 is left aside: ") == true)
        #expect(notes.all.last?.hasPrefix("fit 2 of 2 is left aside: ") == true)
    }

    @Test func numbersOutOfRangeAreSaid() throws {
        let error = #expect(throws: LacunaError.self) {
            _ = try Example.context(["training.restarts=-1", "training.linearStart.steps=-2"])
        }
        let text = error?.description ?? ""
        #expect(text.contains("training.restarts must lie between 0 and 1000, not -1"), "\(text)")
        #expect(text.contains("training.linearStart.steps must lie between 0 and 1000000000, not -2"), "\(text)")
    }
}
