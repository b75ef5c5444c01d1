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

/// Work that fails or is interrupted: the right status, nothing half-written.
@Suite struct FailedWorkTests {
    @Test func divergingRunsKeepTheLastGoodState() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write("{ data: { path: \"data.csv\" } }", to: "config.json5")
        let wild = CommandSandbox.quick + ["--set", "training.optimizer.learningRate=1e30"]
        let outcome = sandbox.run(["impute", sandbox.path("data.csv"), "--save", sandbox.path("model")] + wild)
        #expect(outcome.status == 1)
        #expect(outcome.messages.contains("training diverged at step 2: "))
        #expect(outcome.messages.contains("no longer finite"))
        #expect(outcome.messages.contains("The last good state is saved in \(sandbox.path("model"))"))
        #expect(try sandbox.names() == ["config.json5", "data.csv", "model"])
        #expect(sandbox.run("impute @data.csv --model @model -q").status == 0)

        let trained = sandbox.run(["train", sandbox.path("config.json5")] + wild)
        #expect(trained.status == 1)
        #expect(try sandbox.names().contains("config.safetensors"))
        #expect(sandbox.run(["evaluate", sandbox.path("data.csv"), "--mask", "mcar:0.2"] + wild).status == 1)
    }

    @Test func runsThatEndFarBelowTheirStartFailToo() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        for share in ["0.1", "0"] {
            let outcome = sandbox.impute(
                "data.csv",
                "--set training.optimizer.learningRate=1e6 --set training.heldOutShare=\(share)")
            #expect(outcome.status == 1, "\(share): \(outcome.messages)")
            #expect(outcome.messages.contains("training diverged"), "\(share): \(outcome.messages)")
        }
        #expect(try sandbox.names() == ["data.csv"])
    }

    @Test func interruptionsEndTheWork() throws {
        let sandbox = try CommandSandbox()
        let data = try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write("{ data: { path: \"data.csv\" } }", to: "config.json5")
        let lines = [
            ["impute", data, "--save", sandbox.path("model")], ["train", sandbox.path("config.json5")],
            ["evaluate", data, "--mask", "mcar:0.5", "--methods", "columnMean"],
            ["impute", data, "--method", "columnMean"],
        ]
        for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
            for line in lines {
                let interruption = Interruption()
                interruption.request(signal)
                let outcome = sandbox.run(line, interruption: interruption)
                #expect(outcome.status == status, "\(line)")
                #expect(outcome.messages.contains("lacuna: ") && outcome.messages.contains("te"))
            }
        }
        #expect(try sandbox.names() == ["config.json5", "data.csv"])
    }

    @Test func aSignalEndsTrainingAndLeavesNothing() async throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let folder = sandbox.folder
        await #expect(processExitsWith: .exitCode(130)) { [folder = folder as String] in
            let interruption = Interruption.install()
            Thread.detachNewThread {
                usleep(300_000)
                kill(getpid(), SIGINT)
            }
            let quiet = CapturedOutput()
            exit(
                LacunaCommand.run(
                    arguments: [
                        "impute", folder + "/data.csv", "--set", "training.steps=100000000", "--save",
                        folder + "/model",
                    ], console: Console(output: quiet.sink(), messages: quiet.sink()), interruption: interruption,
                    catalog: try Catalog.bundled()))
        }
        #expect(try sandbox.names() == ["data.csv"])
    }

    @Test func closedPipesEndQuietly() throws {
        let sandbox = try CommandSandbox()
        let messages = CapturedOutput()
        let console = Console(
            output: OutputSink { (_) throws(LacunaError) in throw .closedPipe }, messages: messages.sink())
        let status = LacunaCommand.run(arguments: ["components"], console: console, catalog: try Catalog.bundled())
        #expect(status == 141)
        #expect(messages.text.isEmpty)
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        if FileManager.default.fileExists(atPath: "/dev/full") {
            let full = sandbox.impute("data.csv", "--output /dev/full -q")
            #expect(full.status == 1)
            #expect(full.messages.contains("cannot write /dev/full: No space left on device"))
        }
    }
}
