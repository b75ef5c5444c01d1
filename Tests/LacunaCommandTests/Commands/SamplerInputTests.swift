import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

/// Samplers that cannot be had or cannot serve what is asked of them: one sentence each, before anything is learnt; and
/// every sampler on a mixed table.
@Suite struct SamplerInputTests {
    private static let cases: [(line: String, expected: String)] = [
        // Chains without length or number.
        (
            "--set imputation.sampler={type:\"metropolisWithinGibbs\",steps:0}",
            "steps must lie between 1 and 1000000, not 0"
        ),
        (
            "--set imputation.sampler={type:\"pseudoGibbs\",chainCount:0}",
            "chainCount must lie between 1 and 10000, not 0"
        ),
        (
            "--set imputation.sampler={type:\"adaptiveCollapsedMetropolis\",steps:0}",
            "steps must lie between 1 and 1000000, not 0"
        ),
        (
            "--set imputation.sampler={type:\"latentAdaptiveResampling\",imputationCount:0}",
            "imputationCount must lie between 1 and 10000, not 0"
        ),
        ("--method demissVAE --set bound.updateSteps=0", "bound.updateSteps must lie between 1 and 10000, not 0"),
        // Models that a sampler cannot serve.
        (
            "--set imputation.sampler=exactGrid --set model.latentDimension=3",
            "exactGrid serves 1 or 2 latent features, but model.latentDimension is 3"
        ),
        (
            "--method demissVAE --set imputation.sampler=importanceResampling",
            "importanceResampling shows the encoder rows with holes, but model.encoderInput complete takes complete rows only"
        ),
        (
            "--method demissVAE --set imputation.sampler=auto",
            "auto shows the encoder rows with holes, but model.encoderInput complete takes complete rows only"
        ),
        ("--method vae", "model.encoderInput complete takes complete rows only; choose a method for incomplete tables"),
        // More draws than there are samples.
        (
            "--draws 20 --set imputation.sampler={type:\"importanceResampling\",sampleCount:10}",
            "20 draws a row are wanted, but imputation.sampler importanceResampling gives at most 10"
        ),
        (
            "--draws 20 --set imputation.sampler={type:\"metropolisWithinGibbs\",chainCount:2,steps:3}",
            "20 draws a row are wanted, but imputation.sampler metropolisWithinGibbs gives at most 6"
        ),
        (
            "--draws 20 --set imputation.sampler={type:\"latentAdaptiveResampling\",imputationCount:2,steps:3}",
            "20 draws a row are wanted, but imputation.sampler latentAdaptiveResampling gives at most 9"
        ),
        // 8 TB for the hidden layer of one row alone, whatever the machine.
        (
            "--method miwae --set bound.importanceSampleCount=100000 --set model.decoder.hidden=[20000]",
            "lower training.batchSize, or the draws or imputations of the bound"
        ),
    ]

    @Test(arguments: cases.indices) func eachIsOneSentence(index: Int) throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let (line, expected) = Self.cases[index]
        let outcome = sandbox.run("impute @data.csv --save @model \(line)")
        #expect(outcome.status == 2, "\(line)")
        #expect(outcome.messages.contains(expected), "\(line): \(outcome.messages)")
        #expect(ExampleTable.lines(outcome.messages).count == 1, "\(line): \(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv"])
    }

    /// 1,000 features for each of 7,000 missing cells: 10,000 imputations take 280 GB, more than half of any machine with
    /// less than 560 GB.
    @Test(.enabled(if: ProcessInfo.processInfo.physicalMemory < 500_000_000_000))
    func imputationsWithoutRoomAreRefused() throws {
        let sandbox = try CommandSandbox()
        let observed = (0..<2_000).map { "\($0 % 1_000)x,1" }
        let rows = observed + (0..<7_000).map { ",\($0 % 2)" }
        try sandbox.write("place,b\n" + rows.joined(separator: "\n") + "\n", to: "data.csv")
        let outcome = sandbox.run("impute @data.csv --method demissVAE --set bound.imputationCount=10000 -q")
        #expect(outcome.status == 2)
        let sentence = "bound.imputationCount: 10000 imputations of 9000 rows would take 280.0 GB of memory"
        #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
        #expect(try sandbox.names() == ["data.csv"])
    }

    // MARK: Every sampler

    /// Settings by which each sampler is quick.
    private static let quick = [
        "importanceResampling": "sampleCount:50", "auto": "sampleCount:50", "exactGrid": "sidePointCount:41",
        "latentAdaptiveResampling": "imputationCount:4,steps:3", "pseudoGibbs": "chainCount:2,steps:4,warmUpSteps:2",
        "metropolisWithinGibbs": "chainCount:2,steps:4,warmUpSteps:2",
        "adaptiveCollapsedMetropolis": "chainCount:2,steps:4,warmUpSteps:2",
    ]

    @Test func everySamplerCompletesAMixedTable() throws {
        #expect(try Self.quick.keys.sorted() == Catalog.bundled().components(in: Samplers.self).map(\.name).sorted())
        let sandbox = try CommandSandbox()
        // Spellings that would be lost if observed cells were written anew.
        let lines = ExampleTable.rows() + ["1.71e2,\"70.50\",,\"a\"", ",+70.5,\"female\",b", "0170.25,7e1,male,"]
        try sandbox.write(([ExampleTable.header] + lines).joined(separator: "\n") + "\n", to: "data.csv")
        #expect(sandbox.impute("data.csv", "--set model.latentDimension=2 --save @model -q").status == 0)
        let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for (name, settings) in Self.quick {
            let outcome = sandbox.run(
                "impute @data.csv --model @model --draws 3 --long --output @\(name).csv -q --set "
                    + "imputation.sampler={type:\"\(name)\",\(settings)}")
            #expect(outcome.status == 0, "\(name): \(outcome.messages)")
            let lines = ExampleTable.lines(try sandbox.read("\(name).csv"))
            try #require(lines.count == 1 + 3 * rows.count, "\(name)")
            #expect(lines[0] == ".imp,.id," + ExampleTable.header)
            for (index, line) in lines.dropFirst().enumerated() {
                let (draw, row) = index.quotientAndRemainder(dividingBy: rows.count)
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                try #require(
                    cells.count == 6 && cells[0] == "\(draw + 1)" && cells[1] == "\(row + 1)", "\(name): \(line)")
                for (column, given) in rows[row].enumerated() {
                    let isMissing = given.isEmpty || given == "NA"
                    let cell = cells[column + 2]
                    #expect(isMissing ? Self.isValue(cell, column) : cell == given, "\(name): \(line)")
                }
            }
        }
    }

    /// Whether a cell can stand in a column of the example: a number, or one of its categories.
    private static func isValue(_ cell: Substring, _ column: Int) -> Bool {
        switch column {
        case 2: ["male", "female"].contains(cell)
        case 3: ["a", "b", "c"].contains(cell)
        default: Double(cell) != nil
        }
    }
}
