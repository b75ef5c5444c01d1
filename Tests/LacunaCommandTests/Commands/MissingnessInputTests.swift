import LacunaCommand
import Testing

/// Missingness models that do not fit a table: a sentence each, all at once, before anything is learnt; and those that do.
@Suite struct MissingnessInputTests {
    /// The example with a column that is never missing and one that always is.
    private static func sandbox() throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        let rows = ExampleTable.rows().enumerated().map { "\($1),\($0 * 7 % 11).5," }
        try sandbox.write(
            ([ExampleTable.header + ",age,empty"] + rows).joined(separator: "\n") + "\n", to: "data.csv")
        return sandbox
    }

    @Test func allProblemsAreSaidAtOnce() throws {
        let sandbox = try Self.sandbox()
        let directions = "{heigt:\"above\",age:\"below\",group:\"above\",empty:\"below\"}"
        let outcome = sandbox.run(
            "impute @data.csv --method notMIWAE --save @model -q "
                + "--set model.missingness={type:\"selfMaskingKnown\",columns:\(directions)}")
        #expect(outcome.status == 2)
        let sentences = [
            "model.missingness: columns.age: cells are to be missing more often below some value, but all 48 cells",
            "model.missingness: columns.empty: no cell of this column is observed",
            "model.missingness: columns.group: the categories of this column have no order for above",
            "model.missingness: columns.heigt: the table has no such column to model; did you mean \"height\"?",
        ]
        for sentence in sentences { #expect(outcome.messages.contains(sentence), "\(outcome.messages)") }
        #expect(ExampleTable.lines(outcome.messages).count == 1 + sentences.count, "\(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv"])
    }

    /// Where no cell is missing, nothing is learnt that would find what does not fit.
    @Test func keysAreCheckedForACompleteTable() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,2\n2,5\n3,3\n", to: "full.csv")
        let line = "impute @full.csv --method notMIWAE -o @out.csv"
        let wrong = sandbox.run(line + " --set model.missingness={type:\"selfMaskingKnown\",columns:{zzz:\"above\"}}")
        #expect(wrong.status == 2 && wrong.output.isEmpty)
        #expect(
            wrong.messages.contains("model.missingness: columns.zzz: the table has no such column"), "\(wrong.messages)"
        )
        #expect(!wrong.messages.contains("note"), "\(wrong.messages)")
        #expect(try sandbox.names() == ["full.csv"])
        let right = sandbox.run(line + " --set model.missingness=selfMasking")
        #expect(right.status == 0 && right.messages.contains("has no missing cell to impute"), "\(right.messages)")
        #expect(try sandbox.read("out.csv") == sandbox.read("full.csv"))
    }

    @Test func theOppositeMechanismIsNotSuggested() throws {
        let sandbox = try Self.sandbox()
        let outcome = sandbox.run("impute @data.csv --set model.missingness=mnar")
        #expect(outcome.status == 2 && outcome.messages.contains("no missingness model is named \"mnar\"; known:"))
        let mask = sandbox.run("mask @data.csv --mask mnar:0.3")
        #expect(mask.status == 2 && mask.messages.contains("did you mean \"logisticMNAR\"?"), "\(mask.messages)")
    }

    private static let models = [
        "{type:\"selfMasking\",slopePriorScale:1}", "{type:\"selfMaskingKnown\",columns:{height:\"below\"}}",
        "\"agnostic\"", "{type:\"neural\",hidden:[4]}",
        "{type:\"perColumn\",columns:{height:\"selfMaskingKnown\",group:\"selfMasking\"},others:\"linear\"}",
        "{type:\"perColumn\",columns:{sex:\"selfMasking\"}}",
    ]

    @Test(arguments: models) func everyModelCompletesAMixedTable(model: String) throws {
        let sandbox = try Self.sandbox()
        for method in ["notMIWAE", "notMIWAE-PPCA"] {
            let outcome = sandbox.run(
                "impute @data.csv --method \(method) --set training.steps=20 --set training.closingSteps=0 "
                    + "--set model.encoder.hidden=[8] --set imputation.sampler.sampleCount=50 "
                    + "--set model.missingness=\(model) --output @full.csv -q")
            #expect(outcome.status == 0, "\(outcome.messages)")
            let lines = ExampleTable.lines(try sandbox.read("full.csv"))
            #expect(lines.count == 49 && lines.dropFirst().allSatisfy { !$0.dropLast().contains(",,") })
        }
    }
}
