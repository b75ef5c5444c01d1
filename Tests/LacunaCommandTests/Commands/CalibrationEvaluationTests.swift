import Foundation
import LacunaCommand
import Testing

/// `lacuna evaluate --draws m`.
@Suite struct CalibrationEvaluationTests {
    private static let line =
        "evaluate @data.csv --mask mcar:0.3 --repeats 2 --methods mvae,columnMean "
        + CommandSandbox.quick.joined(separator: " ") + " "
    private static let keys = ["coverage50", "coverage90", "crps", "meanCoverage", "meanCoverageBetween"]

    private func sandbox() throws -> CommandSandbox {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        return sandbox
    }

    private func methods(_ outcome: CommandSandbox.Outcome) throws -> [[String: Any]] {
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        return try #require(object?["methods"] as? [[String: Any]])
    }

    @Test func calibrationIsMeasuredBesideTheErrors() throws {
        let sandbox = try sandbox()
        let measured = try methods(sandbox.run(Self.line + "--draws 20 --json --threads 2"))
        let plain = try methods(sandbox.run(Self.line + "--json --threads 1"))
        for (result, other) in zip(measured, plain) {
            // The errors are those without draws, and the calibration is one more key.
            for key in ["method", "mse", "rmse", "accuracy", "bound"] {
                #expect((result[key] as? NSObject) == (other[key] as? NSObject), "\(key)")
            }
            #expect(Set(result.keys) == Set(other.keys).union(["calibration"]))
            let calibration = try #require(result["calibration"] as? [String: Any])
            #expect(Set(calibration.keys) == Set(Self.keys + ["draws"]) && calibration["draws"] as? Int == 20)
            for key in Self.keys {
                let figure = try #require(calibration[key] as? [String: Any])
                let values = try #require(figure["values"] as? [Double])
                let mean = try #require(figure["mean"] as? Double), sd = try #require(figure["sd"] as? Double)
                let error = try #require(figure["standardError"] as? Double)
                #expect(values.count == 2 && abs(mean - (values[0] + values[1]) / 2) < 1e-12)
                #expect(abs(error - sd / 2.0.squareRoot()) < 1e-12)
            }
        }
        // Column means draw no spread: nothing is covered.
        let means = try #require(measured[1]["calibration"] as? [String: Any])
        for key in ["coverage50", "coverage90", "meanCoverageBetween"] {
            #expect((means[key] as? [String: Any])?["mean"] as? Double == 0, "\(key)")
        }
        let model = try #require(measured[0]["calibration"] as? [String: Any])
        #expect((model["coverage90"] as? [String: Any])?["mean"] as? Double ?? 0 > 0.3)
    }

    @Test func theSameSeedGivesTheSame() throws {
        let sandbox = try sandbox()
        let outcomes = try ["--threads 1", "--threads 2", "--threads 1 --seed 2"].map {
            try methods(sandbox.run(Self.line + "--draws 20 --json " + $0))[0]["calibration"] as? NSDictionary
        }
        #expect(outcomes[0] != nil && outcomes[0] == outcomes[1] && outcomes[0] != outcomes[2])
    }

    /// A sampler that gives fewer draws has no calibration of as many.
    @Test func moreDrawsThanTheSamplerGivesAreRefused() throws {
        let sandbox = try sandbox()
        let outcome = sandbox.run(
            "evaluate @data.csv --mask mcar:0.3 --methods miwae,mvae,columnMean --draws 20 --set training.steps=60 --set "
                + "imputation.sampler={type:\"metropolisWithinGibbs\",chainCount:1,steps:2}")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        let sentence =
            "miwae, mvae: imputation.draws: 20 draws a row are wanted, but imputation.sampler metropolisWithinGibbs gives at "
            + "most 2"
        #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
        #expect(ExampleTable.lines(outcome.messages).count == 1, "\(outcome.messages)")
    }

    @Test func aTableFollowsThatOfTheErrors() throws {
        let sandbox = try sandbox()
        let text = ExampleTable.lines(sandbox.run(Self.line + "--draws 5 -q").output)
        #expect(text.count == 8)
        #expect(text[4].hasPrefix("5 draws: removed continuous cells") && text[4].hasSuffix("mean (standard error)"))
        #expect(text[5].hasPrefix("method") && text[5].contains("in 50 %") && text[5].hasSuffix("means, between"))
        #expect(text[6].hasPrefix("mvae") && text[7].hasPrefix("columnMean"))
        // One repeat has no standard error; without draws, or with none, there is no table.
        let one = sandbox.run("evaluate @data.csv --mask mcar:0.3 --repeats 1 --methods mean --draws 5 -q").output
        #expect(one.contains("(–)"))
        for more in ["", " --draws 0"] {
            let none = sandbox.run("evaluate @data.csv --mask mcar:0.3 --repeats 1 --methods mean -q" + more).output
            #expect(ExampleTable.lines(none).count == 3)
        }
    }

    /// Where a mask takes no continuous cell there is nothing to measure.
    @Test func masksOfOtherColumnsGiveNoFigures() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write("a,b\n1,yes\n2,no\n3,yes\n4,no\n", to: "data.csv")
        try sandbox.write("b\n0\n1\n1\n1\n", to: "mask.csv")
        let line = ["evaluate", sandbox.path("data.csv"), "--mask", "file:" + sandbox.path("mask.csv"), "--methods"]
        let more = ["columnMean", "--draws", "3", "--repeats", "1"]
        #expect(try methods(sandbox.run(line + more + ["--json"]))[0]["calibration"] is NSNull)
        let text = ExampleTable.lines(sandbox.run(line + more).output)
        #expect(text.last?.split(separator: " ") == ["columnMean", "–", "–", "–", "–", "–"])
    }
}
