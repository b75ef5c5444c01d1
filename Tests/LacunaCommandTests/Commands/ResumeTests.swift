import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `lacuna train --resume`.
@Suite struct ResumeTests {
    private func sandbox() throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write(
            """
            { data: { path: "data.csv" }, method: "mvae", model: { decoder: { hidden: [8] }, encoder: { hidden: [8] } },
              training: { steps: 60, closingSteps: 20 } }
            """, to: "survey.json5")
        return sandbox
    }

    /// Runs a command line on a terminal, and sends a signal as soon as something is shown there: by default the first step.
    private func interrupted(
        _ sandbox: CommandSandbox, _ line: [String], by signal: Int32 = SIGINT,
        before: @escaping @Sendable () -> Void = {},
        at isDue: @escaping @Sendable (String) -> Bool = { $0.contains("step ") }
    ) throws -> (status: Int32, messages: String) {
        let interruption = Interruption()
        let text = CapturedOutput()
        let captured = text.sink()
        let messages = OutputSink(isTerminal: true, width: { 200 }) { (bytes) throws(LacunaError) in
            try captured.write(bytes)
            guard interruption.requested == nil, isDue(String(decoding: bytes, as: UTF8.self)) else { return }
            before()
            interruption.request(signal)
        }
        let status = LacunaCommand.run(
            arguments: line, console: Console(output: CapturedOutput().sink(), messages: messages),
            interruption: interruption, catalog: try Catalog.bundled())
        return (status, text.text)
    }

    @Test func interruptedRunsGoOnToTheSameModel() throws {
        let sandbox = try sandbox()
        let config = sandbox.path("survey.json5")
        #expect(sandbox.run("train @survey.json5 -o @whole.safetensors --threads 1").status == 0)
        for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
            let outcome = try interrupted(sandbox, ["train", config, "--threads", "2"], by: signal)
            #expect(outcome.status == status)
            let sentence =
                "interrupted at step 1; the state is kept in \(sandbox.path("survey.safetensors.checkpoint")), go on with "
                + "--resume"
            #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
            #expect(
                try sandbox.names() == [
                    "data.csv", "survey.json5", "survey.safetensors.checkpoint", "whole.safetensors",
                ])
            let resumed = sandbox.run("train @survey.json5 --resume --threads 1")
            #expect(resumed.status == 0, "\(resumed.messages)")
            #expect(resumed.messages.contains("note: training goes on from step 1\n"), "\(resumed.messages)")
            #expect(try sandbox.bytes("survey.safetensors") == sandbox.bytes("whole.safetensors"))
            try FileManager.default.removeItem(atPath: sandbox.path("survey.safetensors"))
            #expect(try sandbox.names() == ["data.csv", "survey.json5", "whole.safetensors"])
        }
    }

    /// Of several fits the best that was finished is saved. Not every step is shown, so that it may be any fit but the first.
    @Test func interruptedRestartsSaveTheBestFinishedFit() throws {
        let sandbox = try sandbox()
        let path = sandbox.path("survey.safetensors")
        let line = ["train", sandbox.path("survey.json5"), "--set", "training.restarts=1000"]
        let first = try interrupted(sandbox, line)
        #expect(first.status == 130)
        #expect(first.messages.contains("fit 1 of 1001: interrupted at step 1\n"), "\(first.messages)")
        #expect(try sandbox.names() == ["data.csv", "survey.json5"])
        let later = try interrupted(sandbox, line, by: SIGTERM, at: { $0.contains("fit ") && !$0.contains("fit 1 of") })
        #expect(later.status == 143)
        #expect(later.messages.contains(" of 1001: interrupted "), "\(later.messages)")
        #expect(
            later.messages.contains(". The best of the finished fits is saved in \(path)\n"), "\(later.messages)")
        #expect(try sandbox.names() == ["data.csv", "survey.json5", "survey.safetensors"])
        #expect(sandbox.run("impute @data.csv --model @survey.safetensors -q").status == 0)
    }

    /// Interrupted again at once, and begun anew beside a checkpoint.
    @Test func checkpointsStayUntilTheModelIsSaved() throws {
        let sandbox = try sandbox()
        let config = sandbox.path("survey.json5")
        #expect(try interrupted(sandbox, ["train", config]).status == 130)
        let interruption = Interruption()
        interruption.request()
        let again = sandbox.run(["train", config, "--resume"], interruption: interruption)
        #expect(again.status == 130 && again.messages.contains("go on with --resume"), "\(again.messages)")
        // Runs that begin anew, to their end or diverging, leave the checkpoint to the run that it is of.
        let kept = try sandbox.bytes("survey.safetensors.checkpoint")
        let names = ["data.csv", "survey.json5", "survey.safetensors", "survey.safetensors.checkpoint"]
        for (more, status) in [("", 0), (" --set training.optimizer.learningRate=1e30", 1)] as [(String, Int32)] {
            let anew = sandbox.run("train @survey.json5" + more)
            #expect(anew.status == status)
            #expect(
                anew.messages.contains(
                    "safetensors.checkpoint holds an interrupted run; without --resume training begins anew, and leaves it "
                        + "there unless it keeps a checkpoint itself"), "\(anew.messages)")
            #expect(try sandbox.names() == names)
            #expect(try sandbox.bytes("survey.safetensors.checkpoint") == kept)
        }
        // One that keeps checkpoints itself replaces it, and removes its own.
        #expect(sandbox.run("train @survey.json5 -q --set training.checkpointInterval=20").status == 0)
        #expect(try sandbox.names() == ["data.csv", "survey.json5", "survey.safetensors"])
    }

    /// The state of an interrupted run that cannot be saved is said beside the interruption.
    @Test func checkpointsThatCannotBeSavedAreSaid() throws {
        let sandbox = try sandbox()
        // A folder that comes in its place cannot be replaced by a file.
        let folder = sandbox.path("survey.safetensors.checkpoint") + "/inside"
        let outcome = try interrupted(sandbox, ["train", sandbox.path("survey.json5")], by: SIGTERM) {
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        #expect(outcome.status == 143, "\(outcome.messages)")
        #expect(
            outcome.messages.contains("interrupted at step 1, and its state could not be kept: cannot write"),
            "\(outcome.messages)")
        #expect(!outcome.messages.contains("go on with --resume"))
    }

    /// A run that diverges again and again leaves no checkpoint to go on from.
    @Test func divergedRunsLeaveNoCheckpoint() throws {
        let sandbox = try sandbox()
        let more = "--set training.optimizer.learningRate=1e30 --set training.checkpointInterval=1"
        #expect(sandbox.run("train @survey.json5 " + more).status == 1)
        #expect(try sandbox.names() == ["data.csv", "survey.json5", "survey.safetensors"])
    }

    @Test func whatCannotBeGoneOnFromIsRefused() throws {
        let sandbox = try sandbox()
        let line = "train @survey.json5 --resume -q"
        func refused(_ line: String, _ words: String...) {
            let outcome = sandbox.run(line)
            #expect(outcome.status == 2, "\(line): \(outcome.messages)")
            #expect(words.allSatisfy(outcome.messages.contains), "\(line): \(outcome.messages)")
            #expect(outcome.messages.split(separator: "\n").count <= 2, "\(outcome.messages)")
        }
        refused(line, "there is no checkpoint \(sandbox.path("survey.safetensors.checkpoint")) to go on from")
        refused(line + " -o /dev/null", "/dev/null is no file that a checkpoint could lie beside")
        refused("impute @data.csv --resume", "--resume")
        refused(line + " --set training.checkpointInterval=0", "training.checkpointInterval must lie between 1 and")
        #expect(try interrupted(sandbox, ["train", sandbox.path("survey.json5")]).status == 130)
        refused(line + " --set training.steps=61", "another configuration: training.steps was 60 and is now 61")
        refused(line + " --seed 2", "another configuration: seed was 1 and is now 2")
        let kept = try sandbox.bytes("survey.safetensors.checkpoint")
        try Data(kept.dropLast(5)).write(to: URL(filePath: sandbox.path("survey.safetensors.checkpoint")))
        refused(line, "survey.safetensors.checkpoint is damaged")
        try Data(kept).write(to: URL(filePath: sandbox.path("survey.safetensors.checkpoint")))
        try sandbox.write(ExampleTable.text(47), to: "data.csv")
        refused(line, "belongs to another table")
        // A table where the checkpoint would go is not overwritten.
        try sandbox.write(ExampleTable.text(), to: "model.checkpoint")
        refused(
            "train @survey.json5 --set data.path=\"model.checkpoint\" -o @model", "is the table itself",
            "never overwritten")
        #expect(sandbox.run("train @survey.json5 -o /dev/null -q").status == 0)
    }
}
