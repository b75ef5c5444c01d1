import Foundation
import Testing

/// The executable of the example, run as a process on its table.
@Suite struct DetectionLimitsCommandTests {
    private struct Outcome {
        var status: Int32
        var output: String
        var messages: String
    }

    /// Runs the executable that was built beside the tests.
    private func run(_ arguments: [String], in files: ExampleFiles) throws -> Outcome {
        let tests = try #require(Bundle.main.executableURL).resolvingSymlinksInPath()
        let paths = ["output", "messages"].map { URL(fileURLWithPath: "\(files.work)/\($0).txt") }
        for path in paths { try Data().write(to: path) }
        let handles = try paths.map { try FileHandle(forWritingTo: $0) }
        let process = Process()
        process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("detection-limits")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        process.waitUntilExit()
        for handle in handles { try handle.close() }
        let texts = try paths.map { try String(contentsOf: $0, encoding: .utf8) }
        return Outcome(status: process.terminationStatus, output: texts[0], messages: texts[1])
    }

    @Test func theTableIsCompletedByOwnParts() throws {
        let files = try ExampleFiles()
        let output = files.work + "/completed.csv"
        let outcome = try run(
            [
                "impute", ExampleFiles.water, "--config", ExampleFiles.configuration, "--set", "training.steps=60",
                "--draws", "1", "--quiet", "--output", output,
            ], in: files)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let given = try ExampleFiles.cells(ExampleFiles.water)
        let completed = try ExampleFiles.cells(output.replacingOccurrences(of: ".csv", with: ".1.csv"))
        #expect(given.count == 401 && completed.count == given.count && completed[0] == given[0])
        var atLimit = 0, imputed = 0
        for (before, after) in zip(given, completed).dropFirst() {
            for (column, limit) in [(1, -Double.infinity), (2, 0.4), (3, -0.1)] {
                guard before[column].isEmpty else {
                    #expect(after[column] == before[column])
                    continue
                }
                let value = try #require(Double(after[column]))
                #expect(value >= limit, "a draw of column \(column) lies below the limit")
                imputed += 1
                // An atom of the model is written back as the number of the file that it is.
                atLimit += value == limit ? 1 : 0
            }
        }
        #expect(imputed > 150 && atLimit > 20 && atLimit < imputed / 2, "\(atLimit) of \(imputed) draws are limits")
    }

    @Test func theCommandLineKnowsTheParts() throws {
        let files = try ExampleFiles()
        for (family, name, words) in [
            ("observationModel", "censoredGaussian", "Tobin"), ("bound", "renyi", "Daudel"),
            ("bound", "importanceWeighted", "Burda"),
        ] {
            let outcome = try run(["components", family, name], in: files)
            #expect(outcome.status == 0 && outcome.output.contains(words), "\(outcome)")
        }
        let cited = try run(["cite", ExampleFiles.configuration], in: files)
        #expect(cited.output.contains("Tobin") && cited.output.contains("Rényi"))
    }

    @Test func mistakesAreSentences() throws {
        let files = try ExampleFiles()
        let start = [
            "impute", ExampleFiles.water, "--config", ExampleFiles.configuration, "--output", files.work + "/o.csv",
        ]
        for (setting, words) in [
            ("model.observation.continuous.limits.arsenik=0.4", "no column that this model describes has that name"),
            ("bound.alpha=1", "bound.alpha must lie between 0 and 0.99, not 1"),
            ("model.observation.continuous=censoredGausian", "censoredGaussian"),
        ] {
            let outcome = try run(start + ["--set", setting], in: files)
            #expect(outcome.status == 2 && outcome.messages.contains(words), "\(setting): \(outcome.messages)")
        }
    }
}
