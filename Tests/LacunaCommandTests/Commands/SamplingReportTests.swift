import Foundation
import LacunaCommand
import Testing

/// What `lacuna impute` says of the sampler's diagnostics.
@Suite struct SamplingReportTests {
    /// One row lies so far out that hardly any draw explains it.
    static let table = ExampleTable.text() + "170.0,1000000,,a\n"

    private func diagnostics(_ outcome: CommandSandbox.Outcome) throws -> [String: Any] {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        return try #require((object["diagnostics"] as? [String: Any])?["sampling"] as? [String: Any])
    }

    private func sandbox(_ table: String) throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        try sandbox.write(table, to: "data.csv")
        #expect(sandbox.impute("data.csv", "--save @model -q").status == 0)
        return sandbox
    }

    private func impute(_ sandbox: CommandSandbox, _ sampler: String, _ more: String = "") -> CommandSandbox.Outcome {
        sandbox.run(
            [
                "impute", sandbox.path("data.csv"), "--model", sandbox.path("model"), "--set",
                "imputation.sampler=\(sampler)",
            ] + more.split(separator: " ").map(String.init))
    }

    /// Chains of two steps are far too short to be relied on, and their line says how they stand.
    @Test func poorChainsAreOneWarning() throws {
        let sandbox = try sandbox(ExampleTable.text())
        let sampler = "{type: \"pseudoGibbs\", chainCount: 2, steps: 4, warmUpSteps: 0}"
        let outcome = impute(sandbox, sampler)
        let warnings = ExampleTable.lines(outcome.messages).filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("that cannot be relied on: split-R-hat of chains above 1.1 in ") == true)
        #expect(
            warnings.first?.hasSuffix(
                "; try the sampler metropolisWithinGibbs or latentAdaptiveResampling, which correct it") == true)
        #expect(outcome.messages.contains("chains of pseudoGibbs: largest split-R-hat "))
        let object = try diagnostics(impute(sandbox, sampler, "--json"))
        #expect(object["sampler"] as? String == "pseudoGibbs")
        #expect(object["incompleteRows"] as? Int == 12)
        let poor = try #require((object["unreliableBy"] as? [String: Any])?["potentialScaleReduction"] as? Int)
        #expect(poor > 0 && (object["unreliableRows"] as? Int ?? 0) >= poor)
        #expect(object["largestPotentialScaleReduction"] as? Double ?? 0 > 1.1)
        #expect(object["medianAcceptanceRate"] is NSNull && object["largestParetoShape"] is NSNull)
    }

    @Test func chainsTooShortToTellAreOneWarning() throws {
        let sandbox = try sandbox(ExampleTable.text())
        let sampler = "{type: \"pseudoGibbs\", chainCount: 40, steps: 3, warmUpSteps: 0}"
        let warnings = ExampleTable.lines(impute(sandbox, sampler).messages).filter { $0.hasPrefix("warning: ") }
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("cannot be relied on: chains too short to tell in 12 rows; try ") == true)
        let object = try diagnostics(impute(sandbox, sampler, "--json"))
        #expect((object["unreliableBy"] as? [String: Any])?["shortChains"] as? Int == 12)
    }

    @Test func longChainsAreNoWarning() throws {
        let outcome = impute(try sandbox(ExampleTable.text()), "{type: \"pseudoGibbs\", chainCount: 4, steps: 1000}")
        #expect(!outcome.messages.contains("warning: "), "\(outcome.messages)")
        #expect(outcome.messages.contains("chains of pseudoGibbs: largest split-R-hat 1.0"))
    }

    @Test func escalatedRowsAreCounted() throws {
        let sandbox = try sandbox(Self.table)
        let sampler = "{type: \"auto\", escalation: {type: \"latentAdaptiveResampling\", steps: 5}}"
        let outcome = impute(sandbox, sampler)
        let line = ExampleTable.lines(outcome.messages).first { $0.contains("poor weights") }
        let count = try #require(line.flatMap { Int($0.prefix { $0.isNumber }) })
        #expect((1...13).contains(count))
        let verb = count == 1 ? "was" : "were"
        #expect(
            line == "\(count) of 13 incomplete rows had poor weights by importanceResampling and \(verb) drawn by "
                + "latentAdaptiveResampling")
        let object = try diagnostics(impute(sandbox, sampler, "--json"))
        #expect(object["escalatedRows"] as? Int == count)
    }
}
