import Foundation
import LacunaCommand
import Testing

@Suite struct ImputeCommandTests {
    @Test func observedCellsComeBackAndNoneIsMissing() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(try sandbox.names() == ["data.csv", "data.imputed.csv"])
        #expect(try sandbox.read("data.csv") == ExampleTable.text())
        let before = ExampleTable.lines(ExampleTable.text())
        let after = ExampleTable.lines(try sandbox.read("data.imputed.csv"))
        #expect(before.count == after.count)
        var changed = 0
        var missing = 0
        for (old, new) in zip(before, after) {
            let cells = zip(
                old.split(separator: ",", omittingEmptySubsequences: false),
                new.split(separator: ",", omittingEmptySubsequences: false))
            for (old, new) in cells {
                if old.isEmpty || old == "NA" {
                    if new.isEmpty || new == "NA" { missing += 1 }
                } else if old != new {
                    changed += 1
                }
            }
        }
        #expect(changed == 0 && missing == 0)
        #expect(outcome.messages.contains("48 rows, 4 columns, 12 missing cells\nmiwae: 80 steps"))
        #expect(outcome.messages.contains("12 cells imputed in "))
        #expect(outcome.messages.contains("written to \(sandbox.path("data.imputed.csv"))"))
    }

    @Test func drawsAndQuantilesAreFilesOfTheirOwn() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute(
            "data.csv", "--output @out.csv --draws 2 --set imputation.quantiles=[0.05,0.95] -q")
        #expect(outcome.status == 0)
        #expect(try sandbox.names() == ["data.csv", "out.1.csv", "out.2.csv", "out.q0.05.csv", "out.q0.95.csv"])
        #expect(try sandbox.read("out.1.csv") != sandbox.read("out.2.csv"))
        // Row 0 lacks its height.
        let low = ExampleTable.lines(try sandbox.read("out.q0.05.csv"))[1].split(separator: ",")[0]
        let high = ExampleTable.lines(try sandbox.read("out.q0.95.csv"))[1].split(separator: ",")[0]
        #expect(try #require(Double(low)) < #require(Double(high)))
    }

    @Test func jsonIsOneObject() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv", "--json --ignore group --output @out.csv")
        #expect(outcome.status == 0)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "input", "outputs", "responsibilities", "model", "rows", "columns", "missingCells", "imputedCells",
                "shifts", "method", "steps", "bound", "boundOf", "heldOutBound", "diagnostics", "fits", "missingness",
                "missingAtRandom", "unreliableRows", "seconds", "notes",
            ])
        #expect(object["outputs"] as? [String] == [sandbox.path("out.csv")])
        #expect(object["missingCells"] as? Int == 12)
        #expect(object["imputedCells"] as? Int == 9)
        #expect(object["steps"] as? Int == 80)
        #expect(object["bound"] is Double)
        #expect((object["notes"] as? [String])?.contains { $0.contains("\"group\" is ignored; its 3 missing") } == true)
        // Column names may hold dots, and paths of keys may not be read into them.
        try sandbox.write("a.b,c\n1,2\n3,\n5,6\n,8\n", to: "dots.csv")
        #expect(sandbox.impute("dots.csv", "--ignore a.b").status == 0)
        #expect(ExampleTable.lines(try sandbox.read("dots.imputed.csv")).last == ",8")
    }

    @Test func identifiersWithMissingCellsAreNotedOnce() throws {
        let sandbox = try CommandSandbox()
        let rows = (0..<60).map { $0 == 0 ? ",\($0)" : "text\($0)x,\($0 == 7 ? "" : "\($0 % 5).5")" }
        try sandbox.write("id,b\n" + rows.joined(separator: "\n") + "\n", to: "data.csv")
        for more in ["", "--ignore id"] {
            let notes = ExampleTable.lines(sandbox.impute("data.csv", more).messages).filter { $0.contains("\"id\"") }
            #expect(notes.count == 1 && notes[0].contains("its ") && notes[0].contains("stays as it is"), "\(notes)")
        }
        #expect(ExampleTable.lines(try sandbox.read("data.imputed.csv"))[1] == ",0")
    }

    @Test func withoutMissingCellsNothingIsLearnt() throws {
        let sandbox = try CommandSandbox()
        let text = "a,b\r\n1,\"x\"\r\n2,y\r\n"
        try sandbox.write(text, to: "full.csv")
        let outcome = sandbox.run("impute @full.csv --set training.steps=1000000000")
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("no missing cell to impute; the output equals the input"))
        #expect(try sandbox.read("full.imputed.csv") == text)
        let draws = sandbox.run("impute @full.csv --draws 2 --long -o @long.csv --set training.steps=1000000000")
        #expect(draws.messages.contains("no missing cell to impute; every draw equals the input"), "\(draws.messages)")
        // Asked for a model, it learns.
        #expect(sandbox.impute("full.csv", "--save @model").status == 0)
        #expect(try sandbox.names().contains("model"))
    }

    @Test func unusualTablesAreCompleted() throws {
        let sandbox = try CommandSandbox()
        let cases: [(text: String, completed: String?, note: String)] = [
            ("a,b\n1,\n2,\n3,\n", "a,b\n1,0\n2,0\n3,0\n", "\"b\" has no observed value"),
            ("a,b\n,\n,\n", "a,b\n0,0\n0,0\n", "\"a\" has no observed value"),
            ("a,b\n5,1\n5,2\n5,\n,4\n", nil, "\"a\" is constant"),
            ("a,b\n1,2\n,\n3,5\n4,4\n", nil, "1 row has no observed value to impute from"),
            ("a,b\n1,\n", "a,b\n1,0\n", "\"b\" has no observed value"),
            ("a\n1\n\n3\n", nil, "1 row has no observed value"),
        ]
        for (index, example) in cases.enumerated() {
            try sandbox.write(example.text, to: "data.csv")
            let outcome = sandbox.impute("data.csv")
            let result = try sandbox.read("data.imputed.csv")
            let isRight = example.completed.map { $0 == result } ?? !result.contains(",\n")
            #expect(
                outcome.status == 0 && isRight && outcome.messages.contains("note: ")
                    && outcome.messages.contains(example.note), "case \(index): \(outcome.messages) \(result)")
        }
    }

    @Test func quietIsQuiet() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        #expect(sandbox.impute("data.csv", "--quiet --method columnMean").messages.isEmpty)
    }

    @Test func poorWeightsAreOneWarning() throws {
        let sandbox = try CommandSandbox()
        // One of the rows lies so far out that hardly any draw explains it.
        try sandbox.write(ExampleTable.text() + "170.0,1000000,,a\n", to: "data.csv")
        let outcome = sandbox.impute("data.csv", "--quiet --set imputation.sampler.sampleCount=2000")
        let lines = ExampleTable.lines(outcome.messages)
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("warning: ") == true)
        let warning = lines.first ?? ""
        #expect(warning.contains(" of 13 incomplete rows ("))
        #expect(warning.contains(" that cannot be relied on: k-hat of importance weights above 0.7 in "))
        #expect(
            warning.hasSuffix(
                "; try a larger imputation.sampler.sampleCount, or the sampler auto or latentAdaptiveResampling"))
    }

    @Test func progressIsDrawnOnTerminalsOnly() throws {
        let sandbox = try CommandSandbox()
        let data = try sandbox.write(ExampleTable.text(), to: "data.csv")
        let words = ["impute", data] + CommandSandbox.quick
        #expect(!sandbox.run(words).messages.contains("\r"))
        let live = sandbox.run(words, isTerminal: true).messages
        #expect(live.contains("\rstep 1/60, "))
        #expect(live.contains("\r\u{1B}[K"))
        #expect(!sandbox.run(words + ["-q"], isTerminal: true).messages.contains("\r"))
    }
}
