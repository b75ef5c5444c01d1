import Foundation
import LacunaCommand
import LacunaCore
import Testing

@Suite struct LogLikelihoodEvaluationTests {
    /// A sandbox with a table, a model that was fitted to it, and rows to test by.
    private func sandbox(_ settings: String = "--set model.latentDimension=2") throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        #expect(sandbox.impute("data.csv", "--save @model --output @full.csv -q \(settings)").status == 0)
        let test = ExampleTable.rows(70).suffix(20)
        try sandbox.write(([ExampleTable.header] + test).joined(separator: "\n") + "\n", to: "test.csv")
        return sandbox
    }

    private func object(_ outcome: CommandSandbox.Outcome) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }

    private func mean(_ estimate: Any?, _ unit: String) throws -> Double {
        let figure = try #require((estimate as? [String: Any])?[unit] as? [String: Any])
        #expect(try #require(figure["standardError"] as? Double) > 0)
        return try #require(figure["mean"] as? Double)
    }

    @Test func allEstimatesAreReported() throws {
        let sandbox = try sandbox()
        let line =
            "evaluate --log-likelihood @test.csv --model @model --samples 2000 --refit-encoder --grid "
            + "--grid-points 150 --set training.steps=200 "
        let outcome = sandbox.run(line + "--json")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        let report = try object(outcome)
        #expect(
            Set(report.keys) == [
                "dataset", "model", "rows", "method", "samples", "importanceWeighted", "grid", "refit",
            ])
        #expect(report["dataset"] as? String == sandbox.path("test.csv"))
        #expect(report["rows"] as? Int == 20 && report["samples"] as? Int == 2000)
        #expect(report["method"] as? String == "miwae")
        let grid = try #require(report["grid"] as? [String: Any])
        #expect(grid["points"] as? Int == 22_500 && grid["pointsPerSide"] as? Int == 150)
        #expect(abs(try #require(grid["priorMass"] as? Double) - 1) < 1e-5)
        #expect((report["refit"] as? [String: Any])?["steps"] as? Int == 200)
        // Both estimate the same; the units differ by the scales of the two continuous columns.
        let weighted = try mean(report["importanceWeighted"], "standardised")
        let integral = try mean(grid, "standardised")
        #expect(abs(weighted - integral) < 0.05, "\(weighted) and \(integral)")
        let shift = try mean(report["importanceWeighted"], "original") - weighted
        #expect(abs(try mean(grid, "original") - integral - shift) < 1e-9)
        #expect(shift < -log(6.0) && shift > -2 * log(12.0), "\(shift)")

        let text = ExampleTable.lines(sandbox.run(line + "-q").output)
        #expect(text.count == 7, "\(text)")
        #expect(text[0].hasSuffix("log-likelihood in nats per row, mean (standard error)"))
        #expect(
            text[1].hasPrefix("estimate") && text[1].contains("standardised units")
                && text[1].hasSuffix("original units"))
        #expect(text[2].hasPrefix("importance-weighted, 2000 draws") && text[3].hasPrefix("grid, 22500 points"))
        #expect(text[4].hasPrefix("encoder refitted to these rows: 200 steps, bound "))
    }

    /// Threads change nothing; the grid does not depend on the encoder, and without the options there is neither.
    @Test func optionsDoWhatTheySay() throws {
        let sandbox = try sandbox()
        let line = "evaluate --log-likelihood @test.csv --model @model --samples 300 --json "
        let plain = sandbox.run(line + "--threads 1")
        #expect(plain.status == 0, "\(plain.messages)")
        #expect(sandbox.run(line + "--threads 3").output == plain.output)
        #expect(sandbox.run(line + "--seed 2").output != plain.output)
        let report = try object(plain)
        #expect(report["grid"] is NSNull && report["refit"] is NSNull)

        let more = "--grid --grid-points 100 "
        let grid = try object(sandbox.run(line + more))
        let refit = try object(sandbox.run(line + more + "--refit-encoder --set training.steps=100 --threads 1"))
        #expect((grid["grid"] as? NSDictionary) == (refit["grid"] as? NSDictionary))
        #expect((grid["importanceWeighted"] as? NSDictionary) == (report["importanceWeighted"] as? NSDictionary))
        #expect((refit["importanceWeighted"] as? NSDictionary) != (report["importanceWeighted"] as? NSDictionary))
        let again = sandbox.run(line + more + "--refit-encoder --set training.steps=100 --threads 2")
        #expect(try object(again) as NSDictionary == refit as NSDictionary)

        // A row alone has no standard error, and other settings of reading are heard.
        try sandbox.write("height;weight;sex;group\n175.0;?;male;b\n", to: "one.csv")
        let one = sandbox.run(
            "evaluate --log-likelihood @one.csv --model @model --samples 50 --set data.delimiter=\";\" "
                + "--set data.missingTokens=[\"?\"]")
        #expect(one.status == 0 && one.output.contains("(–)"), "\(one.messages)")
    }

    /// A grid that cannot resolve the rows, and weights that rest on a few draws, are warned of.
    @Test func unreliableEstimatesAreWarnedOf() throws {
        let sandbox = try sandbox()
        try sandbox.write(ExampleTable.header + "\n170.0,100000,,a\n171.0,70.00,male,b\n", to: "odd.csv")
        let outcome = sandbox.run(
            "evaluate --log-likelihood @odd.csv --model @model --samples 500 --grid --grid-points 20 -q")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("warning: the grid is too coarse"), "\(outcome.messages)")
        #expect(outcome.messages.contains("1 of 2 rows (50.0 %) has fewer than"), "\(outcome.messages)")
        #expect(outcome.messages.contains("; try --refit-encoder or more --samples"), "\(outcome.messages)")
        // What was done already is not advised.
        let refitted = sandbox.run(
            "evaluate --log-likelihood @odd.csv --model @model --samples 500 --refit-encoder --set training.steps=1 -q")
        #expect(refitted.messages.contains("; try more --samples"), "\(refitted.messages)")
    }

    @Test func eachMistakeIsASentence() throws {
        let sandbox = try sandbox("--set model.latentDimension=3")
        #expect(sandbox.run("impute @data.csv -m columnMean --save @means -o @m.csv -q").status == 0)
        try sandbox.write("height,weight,sex\n1,2,male\n", to: "other.csv")
        try sandbox.write("height,weight,sex,group\ntall,,male,a\n2,3,male,d\n", to: "cells.csv")
        let start = "evaluate --log-likelihood @test.csv "
        let cases: [(line: String, expected: [String])] = [
            ("evaluate", ["2 problems", "DATA.csv is missing", "--mask is missing"]),
            (
                "evaluate @data.csv --mask mcar:0.5 --samples 5 --grid",
                ["2 problems", "--samples belongs to --log-likelihood", "--grid belongs to"]
            ),
            (start, ["--model is missing"]),
            (
                "evaluate @data.csv --log-likelihood @test.csv --model @model --mask mcar:0.5 --methods a --repeats 2 --draws 5 "
                    + "--config @x --ignore a --grid-points 20 --set model.prior=x --set training.steps=5",
                [
                    "10 problems", "both name a table", "--mask cannot be given with --log-likelihood",
                    "--methods cannot",
                    "--repeats cannot", "--draws cannot", "--config cannot", "--ignore cannot",
                    "--grid-points needs --grid",
                    "--set model.prior cannot", "--set training.steps has no effect without --refit-encoder",
                ]
            ),
            (start + "--model @model --samples 0", ["--samples: \"0\" is out of range"]),
            (start + "--model @model --grid --grid-points 3", ["from 10 to 10000"]),
            (start + "--model @nosuch", ["cannot read"]),
            (start + "--model @data.csv", ["is not a safetensors file"]),
            (start + "--model @means", ["was fitted by columnMean, which gives rows no likelihood"]),
            (start + "--model @model --grid", ["model.latentDimension is 3"]),
            (
                "evaluate --log-likelihood @other.csv --model @model --grid",
                ["2 problems", "model.latentDimension is 3", "no column \"group\""]
            ),
            (
                "evaluate --log-likelihood @cells.csv --model @model",
                ["2 problems", "\"tall\" is not a number", "\"d\" did not occur in training"]
            ),
            (start + "--model @model --refit-encoder --set training.steps=0", ["must lie between 1 and 1000000000"]),
        ]
        for example in cases {
            let outcome = sandbox.run(example.line)
            let isTold = example.expected.allSatisfy { outcome.messages.contains($0) }
            #expect(
                outcome.status == 2 && isTold && outcome.output.isEmpty,
                "\(example.line): \(outcome.status) \(outcome.messages)")
        }
    }
}
