import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

/// `describe`, `components`, `config` and `cite`, which work on nothing.
@Suite struct InspectionCommandTests {
    private func object(_ outcome: CommandSandbox.Outcome) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }

    @Test func describeCountsWhatIsMissing() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let text = sandbox.run("describe @data.csv --ignore group")
        #expect(text.status == 0)
        #expect(text.output.contains("48 rows, 4 columns, 12 of 192 cells missing"))
        let summary = try object(sandbox.run("describe @data.csv --ignore group --json"))
        #expect(summary["missingCells"] as? Int == 12)
        let columns = try #require(summary["columns"] as? [[String: Any]])
        #expect(columns.map { $0["kind"] as? String } == ["continuous", "continuous", "binary", "ignore"])
        #expect(columns.map { $0["missing"] as? Int } == [3, 3, 3, 3])
    }

    @Test func everyPartCanBeShown() throws {
        let sandbox = try CommandSandbox()
        let catalog = try Catalog.bundled()
        let all = sandbox.run("components")
        let families = try #require(try object(sandbox.run("components --json"))["families"] as? [[String: Any]])
        #expect(families.count == catalog.families.count)
        var unshown: [String] = []
        for family in catalog.families {
            for component in catalog.components(in: family) {
                if !all.output.contains("  \(component.name) ") { unshown.append(component.name) }
                let one = sandbox.run("components \(family.name) \(component.name)")
                let keys = component.keys.allSatisfy { one.output.contains("  \($0.name)  ") }
                let cited = component.references.allSatisfy { one.output.contains($0.text) }
                if one.status != 0 || !one.output.contains(component.summary) || !keys || !cited {
                    unshown.append("\(family.name) \(component.name)")
                }
            }
        }
        #expect(unshown.isEmpty)
        let adam = try object(sandbox.run("components optimizer adam --json"))
        let rate = try #require((adam["keys"] as? [String: [String: Any]])?["learningRate"])
        #expect(rate["default"] as? Double == 0.001 && rate["exclusiveMinimum"] as? Double == 0)
        #expect(rate["values"] as? String == "a number greater than 0" && rate["meaning"] as? String == "step size")
        let shown = sandbox.run("components optimizer adam").output
        #expect(shown.contains("\n  key           default  values "))
        #expect(shown.contains("\n  learningRate  0.001    a number greater than 0 "))
        #expect(shown.contains(" decay a step of the mean of the gradient\n"))
    }

    @Test func whatIsShownReadsBackAsTheSame() throws {
        let sandbox = try CommandSandbox()
        let shown = sandbox.run("config show --method mvae --set training.steps=7")
        #expect(shown.status == 0)
        try sandbox.write(shown.output, to: "shown.json5")
        #expect(sandbox.run("config show @shown.json5").output == shown.output)
        let check = sandbox.run("config check @shown.json5")
        #expect(check.status == 0 && check.output.contains("can be used (method mvae)"))
        #expect(try object(shown)["seed"] as? Int == 1)
    }

    @Test func citationsAreOfThePartsInUseAndOnce() throws {
        let sandbox = try CommandSandbox()
        let text = sandbox.run("cite")
        #expect(text.status == 0)
        #expect(text.output.components(separatedBy: "(2019). MIWAE: ").count == 2)
        #expect(sandbox.run("cite --set training.optimizer=sgd").output.contains("stochastic approximation"))
        #expect(!text.output.contains("stochastic approximation"))
        let entries = ExampleTable.lines(sandbox.run("cite --bibtex").output)
        #expect(entries.count == ExampleTable.lines(text.output).count)
        #expect(entries.allSatisfy { $0.hasPrefix("@misc{") && $0.hasSuffix("}") })
        let none = sandbox.run("cite --method columnMean")
        #expect(none.output.isEmpty && none.messages.contains("no part of the configuration names a publication"))
    }

    @Test func everyCommandHasHelp() throws {
        let sandbox = try CommandSandbox()
        let help = sandbox.run("--help")
        let commands = [
            "impute", "pool", "train", "evaluate", "describe", "components", "config check", "config show", "cite",
            "plugin build", "plugin check",
        ]
        #expect(help.status == 0)
        for command in commands {
            #expect(help.output.contains("\n  \(command) "))
            let own = sandbox.run("\(command) --help")
            #expect(own.status == 0 && own.output.contains("Usage: lacuna \(command)"), "\(command)")
        }
        #expect(sandbox.run("--version").output == "lacuna \(LacunaCommand.version)\n")
    }

    @Test func partsOfOneselfAreKnown() throws {
        var catalog = try Catalog.bundled()
        try catalog.add(OwnPlugin.self)
        let output = CapturedOutput()
        let console = Console(output: output.sink(), messages: CapturedOutput().sink())
        #expect(
            LacunaCommand.run(arguments: ["config", "show", "--method", "own"], console: console, catalog: catalog) == 0
        )
        #expect(output.text.contains("\"steps\": 17"))
    }
}

private enum OwnPlugin: Plugin {
    static let name = "Own"
    static func register(in catalog: inout Catalog) throws { try catalog.add(OwnMethod.self, to: Methods.self) }
}

private struct OwnMethod: LacunaCore.Method {
    static let name = "own"
    static let summary = "a method of the test"
    static let preset = "{ training: { steps: 17 } }"
}
