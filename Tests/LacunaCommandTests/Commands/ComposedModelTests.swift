import Foundation
import Lacuna
import LacunaCommand
import Testing

/// What is composed in code and what the command line makes of the same configuration are the same, byte for byte.
@Suite struct ComposedModelTests {
    private static let training = TrainingOptions(
        steps: 40, batchSize: 16, optimizer: AdamOptimizer(), heldOutShare: 0.1, closingSteps: 10)

    private static func model() throws -> LatentVariableModel {
        try LatentVariableModel(
            latentDimension: 2, prior: GaussianMixturePrior(componentCount: 2), decoder: MLPNetwork(hidden: [8]),
            continuous: GaussianObservation(), encoder: MLPNetwork(hidden: [6]))
    }

    /// The model of the table in the sandbox, fitted in code.
    private static func fitted(_ table: Table) throws -> FittedLatentVariableModel {
        try model().fit(
            table, maximising: EvidenceLowerBound(), training: training,
            sampler: ImportanceResampling(sampleCount: 100),
            seed: 5)
    }

    private static func bytes(_ table: Table) -> [UInt8] { table.bytes { _, _ in nil } }

    @Test func bothFitAndImputeTheSame() throws {
        let sandbox = try CommandSandbox()
        let table = try Table.read(path: sandbox.write(ExampleTable.text(), to: "data.csv"))
        let fitted = try Self.fitted(table)
        // The configuration that the model prints, given to the command line.
        try sandbox.write("\(fitted)", to: "model.json5")
        let outcome = sandbox.run("impute @data.csv --config @model.json5 --save @byCommand --output @out.csv -q")
        #expect(outcome.status == 0, "\(outcome.messages)")
        try fitted.save(to: sandbox.path("byCode"))
        #expect(try sandbox.bytes("byCode") == sandbox.bytes("byCommand"))
        #expect(try Self.bytes(fitted.impute(table)) == sandbox.bytes("out.csv"))
    }

    @Test func eachReadsTheModelsOfTheOther() throws {
        let sandbox = try CommandSandbox()
        let table = try Table.read(path: sandbox.write(ExampleTable.text(), to: "data.csv"))
        let later = try Table.read(path: sandbox.write(ExampleTable.text(21), to: "later.csv"))
        // Saved in code, used by the command line.
        let fitted = try Self.fitted(table)
        try fitted.save(to: sandbox.path("model"))
        let outcome = sandbox.run(
            "impute @later.csv --model @model --output @out.csv --draws 2 --set imputation.quantiles=[0.2] -q")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let draws = try fitted.draws(later, count: 2)
        #expect(try Self.bytes(draws[0]) == sandbox.bytes("out.1.csv"))
        #expect(try Self.bytes(draws[1]) == sandbox.bytes("out.2.csv"))
        #expect(try Self.bytes(fitted.quantiles([0.2], of: later)[0]) == sandbox.bytes("out.q0.2.csv"))
        // Saved by the command line, used in code.
        #expect(sandbox.impute("data.csv", "--save @other --output @full.csv -q").status == 0)
        #expect(sandbox.run("impute @later.csv --model @other --output @out.csv -q").status == 0)
        let other = try FittedLatentVariableModel(contentsOf: sandbox.path("other"))
        #expect(try Self.bytes(other.impute(later)) == sandbox.bytes("out.csv"))
    }

    @Test func arraysAreTablesOfDeclaredColumns() throws {
        let sandbox = try CommandSandbox()
        let rows: [[Double?]] = (0..<40).map { row in
            let wave = sin(Double(row) * 1.7)
            return [
                row % 4 == 0 ? nil : 0.5 + wave, row % 7 == 1 ? nil : 3 * wave * wave,
                row % 5 == 2 ? nil : row % 2 == 0 ? 1 : 0,
            ]
        }
        let lines = rows.map { row in row.map { $0.map { "\($0)" } ?? "" }.joined(separator: ",") }
        try sandbox.write((["x1,x2,x3"] + lines).joined(separator: "\n") + "\n", to: "data.csv")
        let fitted = try Self.model().fit(rows, kinds: ["x3": .binary], training: Self.training)
        try sandbox.write("\(fitted)", to: "model.json5")
        #expect(
            sandbox.run("impute @data.csv --config @model.json5 --save @byCommand --output @out.csv -q").status == 0)
        let byCommand = try FittedLatentVariableModel(contentsOf: sandbox.path("byCommand"))
        #expect(byCommand.configuration == fitted.configuration)
        #expect(try byCommand.impute(rows) == fitted.impute(rows))
    }

    @Test func logLikelihoodsAreThoseOfEvaluate() throws {
        let sandbox = try CommandSandbox()
        let table = try Table.read(path: sandbox.write(ExampleTable.text(), to: "data.csv"))
        let fitted = try Self.fitted(table)
        try fitted.save(to: sandbox.path("model"))
        let outcome = sandbox.run("evaluate --log-likelihood @data.csv --model @model --samples 100 --json")
        let report = try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let figures = try #require(report["importanceWeighted"] as? [String: Any])
        let logLikelihoods = try fitted.logLikelihoods(of: table, sampleCount: 100)
        for (unit, expected) in [("standardised", logLikelihoods.standardised), ("original", logLikelihoods.original)] {
            let mean = try #require((figures[unit] as? [String: Any])?["mean"] as? Double)
            #expect(abs(mean - RowMean(expected).mean) < 1e-9)
        }
    }
}
