import Foundation
import LacunaCommand
import Testing

@Suite struct EvaluateCommandTests {
    private let quick = CommandSandbox.quick.joined(separator: " ")

    private func methods(_ outcome: CommandSandbox.Outcome) throws -> [[String: Any]] {
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return try #require(object?["methods"] as? [[String: Any]])
    }

    @Test func methodsAreComparedOnTheSameCells() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let line = "evaluate @data.csv --mask mcar:0.3 --repeats 2 --methods mvae,columnMean \(quick)"
        let outcome = sandbox.run(line + " --json")
        #expect(outcome.status == 0 && outcome.messages.isEmpty)
        let results = try methods(outcome)
        #expect(results.map { $0["method"] as? String } == ["mvae", "columnMean"])
        for result in results {
            let mse = try #require((result["mse"] as? [String: Any])?["values"] as? [Double])
            let rmse = try #require((result["rmse"] as? [String: Any])?["values"] as? [Double])
            #expect(mse.count == 2 && zip(mse, rmse).allSatisfy { abs($0 - $1 * $1) < 1e-12 })
            #expect(((result["accuracy"] as? [String: Any])?["values"] as? [Double])?.count == 2)
        }
        #expect(results[0]["bound"] is [String: Any] && results[1]["bound"] is NSNull)
        #expect(results[0]["boundOf"] as? String == "x" && results[1]["boundOf"] is NSNull)
        // A method alone has the same figures as among others.
        let alone = try methods(sandbox.run("evaluate @data.csv --mask mcar:0.3 --repeats 2 --methods mean --json"))
        #expect((alone[0]["mse"] as? NSDictionary) == (results[1]["mse"] as? NSDictionary))
        let other = sandbox.run("evaluate @data.csv --mask mcar:0.3 --repeats 2 --methods mean --json --seed 2")
        #expect((try methods(other)[0]["mse"] as? NSDictionary) != (results[1]["mse"] as? NSDictionary))

        let text = ExampleTable.lines(sandbox.run(line).output)
        #expect(text.count == 4)
        #expect(text[0].hasSuffix("48 rows, 4 columns; mask mcar:0.3, 2 repeats, mean (sd)"))
        #expect(text[1].hasPrefix("method") && text[2].hasPrefix("mvae") && text[3].hasPrefix("columnMean"))
    }

    /// A bound of rows and patterns is no bound of rows.
    @Test func jointBoundsAreMarked() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let settings =
            "\(CommandSandbox.training) --set model.missingness=selfMasking --set model.observation.continuous=gaussian"
        let line = "evaluate @data.csv --mask mcar:0.3 --repeats 1 --methods notMIWAE,columnMean \(settings)"
        let results = try methods(sandbox.run(line + " --json"))
        #expect(results[0]["boundOf"] as? String == "x and s" && results[1]["boundOf"] is NSNull)
        let text = ExampleTable.lines(sandbox.run(line).output)
        #expect(text.count == 5)
        #expect(text.last?.hasPrefix("bound of notMIWAE: joint, of rows and patterns, log p(x, s)") == true, "\(text)")
        let imputed = sandbox.run("impute @data.csv --method notMIWAE \(settings) -o @out.csv")
        #expect(
            imputed.messages.contains("notMIWAE: 20 steps, joint bound (rows and patterns) "), "\(imputed.messages)")
        let program = sandbox.run("impute @data.csv --method notMIWAE \(settings) -o @out.csv --json")
        #expect(program.output.contains("\"boundOf\": \"x and s\""), "\(program.output)")
    }

    /// The progress of a terminal would show that an earlier method was fitted.
    @Test func misfitsOfLaterMethodsAreToldBeforeAnyIsFitted() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let words = "--mask mcar:0.3 --methods mvae,vae,iwae,columnMean \(CommandSandbox.training)".split(
            separator: " ")
        let outcome = sandbox.run(
            ["evaluate", sandbox.path("data.csv")] + words.map(String.init), isTerminal: true)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(!outcome.messages.contains("repeat 1"), "\(outcome.messages)")
        for (method, bound) in [("vae", "evidenceLowerBound"), ("iwae", "importanceWeighted")] {
            let sentence =
                "\(method): a table with removed cells can never be learnt from: bound \(bound) shows the encoder the rows"
            #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
        }
        let two = sandbox.run(
            "evaluate @data.csv --mask mcar:0.3 --methods mvae,demissVAE --set imputation.sampler=exactGrid "
                + "--set model.latentDimension=3")
        #expect(two.status == 2)
        #expect(
            two.messages.contains("mvae, demissVAE: imputation.sampler: exactGrid serves 1 or 2"), "\(two.messages)")
        #expect(ExampleTable.lines(two.messages).count == 1)
    }

    @Test func theRoomOfImputationsIsToldOnce() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.run(
            "evaluate @data.csv --mask mcar:0.3 --methods demissVAE,columnMean --repeats 2 \(CommandSandbox.training)")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let notes = ExampleTable.lines(outcome.messages).filter { $0.contains("training keeps") }
        #expect(notes.count == 1, "\(outcome.messages)")
        #expect(notes.first?.hasPrefix("note: demissVAE: training keeps 5 imputations of every incomplete row") == true)
    }

    @Test func masksFromFilesGiveKnownErrors() throws {
        let sandbox = try CommandSandbox()
        // Mean 2.5 and variance 1.25: removing 1 and then 4 leaves means of 3 and 2 in their place.
        try sandbox.write("a,b\n1,0.5\n2,0.7\n3,0.1\n4,0.2\n", to: "data.csv")
        try sandbox.write("a\n0\n1\n1\n1\n", to: "mask1.csv")
        try sandbox.write("a\n1\n1\n0\n0\n", to: "mask2.csv")
        let outcome = sandbox.run(
            [
                "evaluate", sandbox.path("data.csv"), "--mask", "file:" + sandbox.path("mask{repeat}.csv"), "--repeats",
                "2",
                "--methods", "columnMean", "--json",
            ])
        #expect(outcome.status == 0, "\(outcome.messages)")
        let values = try #require((try methods(outcome)[0]["mse"] as? [String: Any])?["values"] as? [Double])
        let expected = [4 / 1.25, (1.5 * 1.5 + 2.5 * 2.5) / 2 / 1.25]
        #expect(values.count == 2 && zip(values, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(values)")
        #expect(try methods(outcome)[0]["accuracy"] is NSNull)
    }
}
