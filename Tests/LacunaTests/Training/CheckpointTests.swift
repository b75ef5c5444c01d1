import Foundation
import Lacuna
import Synchronization
import Testing

@testable import LacunaCore

/// A run that is interrupted and resumed gives the same bytes as one that was not; a checkpoint that is damaged or belongs
/// to something else is refused with a sentence.
@Suite struct CheckpointTests {
    /// A folder of its own for one test.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "lacuna-checkpoint-\(UUID().uuidString)")
        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }
        func path(_ name: String) -> String { url.appending(path: name).path }
    }

    /// What a run tells.
    private final class Notes<Note: Sendable>: Sendable {
        private let notes = Mutex<[Note]>([])
        var all: [Note] { notes.withLock { $0 } }
        func add(_ note: Note) { notes.withLock { $0.append(note) } }
    }

    /// Stops in the first epoch, in the main phase, at a look, at its end, in the closing phase, before its last step;
    /// with diagnostics also behind the last step.
    private static let stops = [1, 2, 17, 20, 33, 50, 57, 61]

    /// A run that is stopped again and again, going on with another number of threads each time, equals an undisturbed one.
    private static func check(
        _ method: String, _ overrides: [String], stops: [Int] = stops, location: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try Folder()
        let run = try InterruptedRun(method, overrides, path: folder.path("checkpoint"))
        let whole = try #require(try run.fit(), sourceLocation: location)
        let expected = try run.modelBytes(whole)
        for threadCount in [1, 2] {
            for (index, stop) in stops.enumerated() {
                let stopped = try run.fit(
                    until: stop, isResuming: index > 0, threadCount: (threadCount + index) % 2 + 1)
                #expect(stopped == nil, "step \(stop)", sourceLocation: location)
                #expect(try run.checkpoint().step == stop, sourceLocation: location)
                // Only the last model is compared at every stop of one round.
                guard threadCount == 1 || stop == stops.last else { continue }
                let resumed = try #require(
                    try run.fit(isResuming: true, threadCount: threadCount), sourceLocation: location)
                #expect(resumed.imputer.record == whole.imputer.record, "step \(stop)", sourceLocation: location)
                let areSame = try run.modelBytes(resumed) == expected
                #expect(areSame, "stopped at step \(stop)", sourceLocation: location)
            }
        }
    }

    @Test func importanceWeightedRunsGoOn() throws {
        try Self.check("miwae", ["bound.importanceSampleCount=3"])
    }

    /// With the imputation table, whose chains and noise go on as well.
    @Test func runsWithImputationsGoOn() throws {
        try Self.check("demissVAE", ["bound.imputationCount=2"])
    }

    @Test func runsInDoublePrecisionGoOn() throws {
        try Self.check(
            "demissIWAE", ["bound.imputationCount=2", "precision=float64", "training.optimizer.amsgrad=true"],
            stops: [2, 33, 57])
    }

    /// Nothing held out; an optimizer without any state; no average; a look at the fit that is interrupted as well.
    @Test func runsOfOtherKindsGoOn() throws {
        try Self.check("mvae", ["training.heldOutShare=0"], stops: [1, 33, 49])
        try Self.check("mvae", ["training.optimizer=sgd", "training.averagingDecay=0"], stops: [2, 50, 57])
        try Self.check("mvae", ["training.diagnostics=true", "training.closingSteps=0"], stops: [3, 50])
        try Self.check("mvae", ["training.schedule=cosine", "training.diagnostics=true"], stops: [21, 62])
    }

    /// The bound stands still: training stops at step 40, and closes.
    @Test func runsThatStopByThemselvesGoOn() throws {
        let overrides = ["training.patience=20", "training.optimizer.learningRate=1e-12", "training.steps=500"]
        try Self.check("mvae", overrides, stops: [39, 40, 45])
    }

    @Test func checkpointsAreKeptAtIntervals() throws {
        let folder = try Folder()
        let run = try InterruptedRun("mvae", ["training.checkpointInterval=9"], path: folder.path("checkpoint"))
        let steps = Notes<Int>()
        let whole = try #require(try run.fit(saved: { steps.add($0.step) }))
        #expect(steps.all == [9, 18, 27, 36, 45, 54])
        // The last one is not written again.
        let resumed = try #require(try run.fit(isResuming: true, saved: { steps.add($0.step) }))
        #expect(steps.all.count == 6)
        #expect(try run.modelBytes(resumed) == run.modelBytes(whole))
        // Interrupted before the first step there is nothing to keep.
        try FileManager.default.removeItem(atPath: run.path)
        #expect(try run.fit(until: 0) == nil)
        #expect(!FileManager.default.fileExists(atPath: run.path))
    }

    /// What cannot be kept is told, and costs nothing of what is learnt.
    @Test func checkpointsThatCannotBeKeptDoNotEndTheRun() throws {
        let folder = try Folder()
        let run = try InterruptedRun("mvae", ["training.checkpointInterval=25"], path: folder.path("checkpoint"))
        let whole = try #require(try run.fit())
        let failure = LacunaError(.file, "no room")
        var context = ImputerContext(blueprint: run.blueprint)
        let notes = Notes<String>()
        context.note = { notes.add($0) }
        context.saveCheckpoint = { _ in throw failure }
        let fitted = try FittedTable.fit(run.table, schema: run.schema, context: context)
        #expect(try run.modelBytes(fitted) == run.modelBytes(whole))
        let sentences = [25, 50].map {
            "the checkpoint of step \($0) could not be kept, and training goes on without it: no room"
        }
        #expect(notes.all == sentences)
        let steps = Notes<Int>()
        context.reportTraining = { steps.add($0.step) }
        context.shouldStop = { steps.all.count == 7 }
        let error = Self.refusal { _ = try FittedTable.fit(run.table, schema: run.schema, context: context) }
        let interruption = "interrupted at step 7, and its state could not be kept: no room"
        #expect(error == LacunaError(.interrupted, interruption))
    }

    /// What is shown of a run goes on as well.
    @Test func reportsGoOn() throws {
        let folder = try Folder()
        let run = try InterruptedRun("mvae", path: folder.path("checkpoint"))
        let whole = Notes<String>(), resumed = Notes<String>()
        _ = try run.fit(reported: { whole.add("\($0)") })
        #expect(try run.fit(until: 33, reported: { resumed.add("\($0)") }) == nil)
        _ = try run.fit(isResuming: true, reported: { resumed.add("\($0)") })
        #expect(whole.all.count == 62 && whole.all == resumed.all)
    }

    /// A run that diverges says the same of it after an interruption, and keeps the same good state.
    @Test(arguments: ["0", "0.1"]) func divergingRunsGoOn(heldOutShare: String) throws {
        let folder = try Folder()
        let overrides = ["training.optimizer.learningRate=100", "training.heldOutShare=\(heldOutShare)"]
        let run = try InterruptedRun("mvae", overrides, path: folder.path("checkpoint"))
        let whole = try #require(#expect(throws: UnfinishedFit.self) { _ = try run.fit() })
        #expect(try run.fit(until: 30) == nil)
        let resumed = try #require(#expect(throws: UnfinishedFit.self) { _ = try run.fit(isResuming: true) })
        #expect(whole.problem == resumed.problem && "\(whole)".contains("far below"), "\(whole), \(resumed)")
        let kept = [whole, resumed].map { $0.imputer.contents.entries.map(\.numbers) }
        let areSame = kept[0] == kept[1]
        #expect(areSame)
    }

    // MARK: Refusals

    private static func refusal(_ body: () throws -> Void) -> LacunaError? {
        #expect(throws: LacunaError.self) { try body() }
    }

    @Test func otherConfigurationsAreRefused() throws {
        let folder = try Folder()
        let path = folder.path("kept")
        #expect(try InterruptedRun("mvae", path: path).fit(until: 5) == nil)
        let cases: [(method: String, overrides: [String], words: [String])] = [
            ("mvae", ["training.steps=51"], ["training.steps was 50 and is now 51;"]),
            (
                "mvae", ["training.patience=7", "training.optimizer=sgd", "seed=2"],
                [
                    "seed was 1 and is now 2", "training.optimizer was \"adam\" and is now \"sgd\"",
                    "training.patience was",
                ]
            ),
            ("miwae", [], ["method was", "bound"]),
            ("mvae", ["model.decoder.hidden=[6,6]"], ["model.decoder.hidden was [6] and is now [6,6]"]),
            (
                "mvae", ["training.checkpointInterval=4", "data.missingTokens=[\"?\"]"],
                ["configuration: data.missingTokens was"]
            ),
        ]
        for (method, overrides, words) in cases {
            let other = try InterruptedRun(method, overrides, path: path)
            let error = Self.refusal { _ = try other.fit(isResuming: true) }
            let text = error?.description ?? ""
            #expect(error?.kind == .configuration && error?.problems.count == 1, "\(overrides)")
            #expect(text.hasPrefix("\(path) belongs to another configuration: "), "\(overrides): \(text)")
            #expect(words.allSatisfy(text.contains), "\(overrides): \(text)")
        }
    }

    /// What happens after the fit, how often it is kept and where the table lies may differ.
    @Test func keysThatCannotChangeTheFitMayDiffer() throws {
        let folder = try Folder()
        let path = folder.path("kept")
        #expect(try InterruptedRun("mvae", path: path).fit(until: 5) == nil)
        let other = try InterruptedRun(
            "mvae",
            [
                "training.checkpointInterval=40", "data.path=elsewhere.csv", "imputation.draws=3",
                "imputation.sampler={type: \"importanceResampling\", sampleCount: 50}",
            ], path: path)
        let resumed = try #require(try other.fit(isResuming: true))
        let whole = try #require(try InterruptedRun("mvae", path: folder.path("other")).fit())
        #expect(resumed.imputer.contents.entries.map(\.numbers) == whole.imputer.contents.entries.map(\.numbers))
    }

    /// Other instruction sets round otherwise: that is said.
    @Test func anotherInstructionSetIsSaid() throws {
        let folder = try Folder()
        let run = try InterruptedRun("mvae", path: folder.path("kept"))
        #expect(try run.fit(until: 5) == nil)
        #expect(try run.checkpoint().caution == nil)
        var file = try SafetensorsFile(bytes: FileContents.read(path: run.path), name: run.path)
        file.metadata["instructionSet"] = "abacus"
        file.seal()
        try file.write(path: run.path)
        let checkpoint = try run.checkpoint()
        let words = "\(run.path) was made with the instruction set abacus and this run has \(InstructionSet.current)"
        #expect(checkpoint.caution?.hasPrefix(words) == true, "\(checkpoint.caution ?? "")")
        var context = ImputerContext(blueprint: run.blueprint)
        let notes = Notes<String>()
        context.note = { notes.add($0) }
        context.resuming = checkpoint
        _ = try FittedTable.fit(run.table, schema: run.schema, context: context)
        #expect(notes.all == ["training goes on from step 5", checkpoint.caution ?? ""])
    }

    @Test func otherTablesAreRefused() throws {
        let folder = try Folder()
        let path = folder.path("kept")
        #expect(try InterruptedRun("mvae", path: path).fit(until: 5) == nil)
        // Another scale, other rows, and two cells exchanged, which leaves kinds, categories and scales as they are.
        var lines = MixedTableExample.text().split(separator: "\n").map(String.init)
        let south = try #require(lines.indices.last { lines[$0].hasSuffix(",south") })
        let west = try #require(lines.indices.last { lines[$0].hasSuffix(",west") })
        lines[south] = lines[south].replacing(",south", with: ",west")
        lines[west] = lines[west].replacing(",west", with: ",south")
        let exchanged = lines.joined(separator: "\n") + "\n"
        let others = [
            (MixedTableExample.text(seed: 8), "its columns, their kinds"),
            (MixedTableExample.text(rowCount: 59), "its columns, their kinds"), (exchanged, "cells differ"),
        ]
        for (text, words) in others {
            let run = try InterruptedRun("mvae", table: MixedTableExample.table(text), path: path)
            let error = Self.refusal { _ = try run.fit(isResuming: true) }
            #expect(error?.kind == .data)
            #expect(
                error?.description.hasPrefix("\(path) belongs to another table: \(words)") == true,
                "\(error?.description ?? "")")
        }
    }

    @Test func damagedFilesAreRefused() throws {
        let folder = try Folder()
        let path = folder.path("kept")
        let run = try InterruptedRun("mvae", path: path)
        let none = Self.refusal { _ = try run.checkpoint() }
        #expect(none?.kind == .file && none?.description.hasPrefix("there is no checkpoint \(path)") == true)
        #expect(try run.fit(until: 55) == nil)
        let bytes = try FileContents.read(path: path)

        func refused(_ content: [UInt8], _ words: String) throws {
            try Data(content).write(to: URL(filePath: path))
            let error = Self.refusal { _ = try run.checkpoint() }
            let text = error?.description ?? ""
            #expect(error?.kind == .file && error?.problems.count == 1, "\(text)")
            #expect(text.contains(words) && text.contains(path) && text.contains("anew"), "\(words): \(text)")
        }
        func changed(_ words: String, _ change: (inout SafetensorsFile) throws -> Void) throws {
            var file = try SafetensorsFile(bytes: bytes, name: path)
            try change(&file)
            try refused(file.encoded(), words)
        }
        for length in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
            try refused(Array(bytes.prefix(length)), "is damaged: it is no whole safetensors file")
        }
        for place in [bytes.count - 3, bytes.count / 2] {
            var flipped = bytes
            flipped[place] ^= 4
            try refused(flipped, "is damaged: it does not match its checksums")
        }
        try refused(Array("a,b\n1,2\n".utf8), "is damaged")
        try changed("is not a checkpoint of Lacuna") { $0.metadata["format"] = "lacuna-model" }
        try changed("has version 2 of the checkpoint format") { $0.metadata["formatVersion"] = "2" }
        try changed("checksums") { $0.metadata["phase"] = "main" }
        try changed("checksums") { file in file.tensors.removeAll { $0.name == "optimizer" } }
        // A whole file again.
        try Data(bytes).write(to: URL(filePath: path))
        #expect(try run.checkpoint().step == 55)
    }

    /// A checkpoint of another model, past the configuration's check, is refused by training itself.
    @Test func trainingChecksWhatItTakesOver() throws {
        var kept: TrainingCheckpoint?
        let options = TrainingExample.options(steps: 5)
        func training(_ checkpoint: TrainingCheckpoint?, options: TrainingOptions, precision: Precision = .float32)
            throws -> Training
        {
            let dataset = TrainingExample.dataset()
            return try Training(
                model: TrainingExample.model(dataset.layout), bound: TrainingExample.bound(), dataset: dataset,
                options: options, resuming: checkpoint, precision: precision, stream: RandomStream(seed: 1))
        }
        var every = options
        every.checkpointInterval = 3
        _ = try training(nil, options: every).run(saveCheckpoint: { kept = $0 })
        let checkpoint = try #require(kept)
        let resumed = try training(checkpoint, options: options)
        #expect(resumed.step == 3 && resumed.lastBound != 0)
        var averaged = options
        averaged.averagingDecay = 0.9
        var descending = options
        descending.optimizer = Choice(TrainingExample.descent(0.1))
        for other in [averaged, descending] {
            let error = Self.refusal { _ = try training(checkpoint, options: other) }
            #expect(error?.description.hasPrefix("the checkpoint does not fit the model") == true)
        }
        let wider = Self.refusal { _ = try training(checkpoint, options: options, precision: .float64) }
        #expect(wider?.kind == .file)
    }
}
