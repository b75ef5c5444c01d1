import Foundation
import Lacuna
import Testing

@testable import LacunaCommand
@testable import LacunaCore

/// What `lacuna impute` and `lacuna train` say of the learnt reasons for which cells are missing.
@Suite struct MissingnessReportTests {
    private static let selfMasking =
        "--set model.missingness=selfMasking --set model.observation.continuous=gaussian --set training.heldOutShare=0"

    private static let schema = Schema(columns: [
        Column(name: "salary", kind: .continuous, mean: 45_000, standardDeviation: 21_000),
        Column(name: "height", kind: .continuous, mean: 1.74, standardDeviation: 0.11, fractionDigits: 2),
        Column(name: "sex", kind: .binary, categories: ["female", "male"]),
        Column(name: "group", kind: .categorical, categories: ["a", "b", "c"]),
    ])

    /// The curve of a column of the schema.
    private func curve(
        _ index: Int, _ slopes: [Double], offset: Double = -1, _ values: [Double], isFree: Bool = true
    ) -> MissingnessCurve {
        let column = Self.schema.columns[index]
        return MissingnessCurve(
            FeatureEntry(columnIndex: index, name: column.name, kind: column.kind, offset: 0, width: slopes.count),
            slopes: slopes, offset: offset, values: values, isDirectionFree: isFree)
    }

    private func text(_ curves: [MissingnessCurve], fits: [FitOutcome]? = nil) -> MissingnessText {
        var record = TrainingRecord()
        record.missingness = curves
        record.fits = fits
        return MissingnessText(record, schema: Self.schema)
    }

    @Test func linesAreInUnitsOfTheTable() {
        let text = text([
            curve(0, [2], [-1.15, 0, 2.1]), curve(1, [-4], offset: -9, [-1.6, 0.05, 1.2]), curve(2, [1.5], [0, 1]),
            curve(3, [0.2, -1, 3], [0, 1, 2], isFree: false), curve(0, [0.01], [-1, 0, 1]),
        ])
        #expect(
            text.lines == [
                "missingness as the fitted model has it:",
                "  salary is missing more often when above: with probability 4 % at 21000, 27 % at 45000, 96 % at 89000",
                "  height is missing more often when below: with probability 7 % at 1.56, under 0.1 % at 1.75, under 0.1 % at "
                    + "1.87",
                "  sex is missing more often for male: with probability 27 % for female, 62 % for male",
                "  group is missing with probability 31 % for a, 12 % for b, 88 % for c",
                "  salary is missing about as often at any value: with probability 27 % at 24000, 27 % at 45000, 27 % at 66000",
                "  the opposite direction of salary, height, sex was not tried; training.restarts=1 tries it, and warns where "
                    + "the data cannot tell",
            ])
        #expect(text.warnings.isEmpty)
    }

    @Test func comparisonsWithOppositeFitsAreSaid() {
        var fits = [FitOutcome(start: .drawn), FitOutcome(start: .mirrored)]
        fits[1].bound = -3
        let same = text([curve(0, [2], [0])], fits: fits)
        #expect(same.lines.last == "  a fit that started from opposite directions came to the same ones")
        var clear = curve(0, [2], [0])
        clear.opposite = OppositeFit(kept: [-3, -2, -3], opposite: [-4, -2.9, -4.1])
        let decided = text([clear], fits: fits)
        #expect(
            decided.lines.last
                == "  salary is missing more often when above: with probability 27 % at 45000; the opposite direction fits worse, "
                + "by 1.000 ± 0.058 nats a row")
        #expect(decided.warnings.isEmpty)
        var unclear = curve(2, [2], [0, 1])
        unclear.opposite = OppositeFit(kept: [-3, -2, -3], opposite: [-2, -3, -3.1])
        #expect(
            text([unclear], fits: fits).warnings == [
                "the data cannot tell whether sex is missing more often for male or for female: fits of both kinds do about "
                    + "as well (-2.667 and -2.700 nats a row); name the direction by the missingness model selfMaskingKnown "
                    + "if it is known"
            ])
        #expect(text([clear], fits: fits).lines.count == 2)
    }

    @Test func theCurvesAreReported() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv", Self.selfMasking + " --save @model")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = ExampleTable.lines(outcome.messages)
        let heading = try #require(lines.firstIndex(of: "missingness as the fitted model has it:"))
        #expect(lines[heading + 1].hasPrefix("  height is missing "))
        #expect(outcome.messages.contains("training.restarts=1 tries it"))
        // A model that was kept knows them too.
        let json = sandbox.run("impute @data.csv --model @model -o @again.csv --json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let curves = try #require(object["missingness"] as? [[String: Any]])
        #expect(curves.map { $0["column"] as? String } == ["height", "weight", "sex", "group"])
        let points = try #require(curves[0]["points"] as? [[String: Any]])
        #expect(points.count == 3)
        let middle = try #require(points[1]["value"] as? Double)
        #expect((161...179).contains(middle))
        #expect((curves[2]["points"] as? [[String: Any]])?.map { $0["value"] as? String } == ["female", "male"])
        #expect(object["fits"] is NSNull)
    }

    /// Half of the cells of a single column are missing: nothing in the table tells on which side.
    @Test func undecidedDirectionsAreAWarning() throws {
        let sandbox = try CommandSandbox()
        var stream = RandomStream(seed: 5)
        let cells = (0..<80).map { row in
            row % 2 == 0 ? "NA" : String(format: "%.0f", 45_000 + 21_000 * stream.normal())
        }
        try sandbox.write("salary\n" + cells.joined(separator: "\n") + "\n", to: "data.csv")
        let outcome = sandbox.impute(
            "data.csv",
            Self.selfMasking + " --set training.restarts=1 --set training.steps=150 --set training.batchSize=16 "
                + "--set training.optimizer.learningRate=0.01 --set training.averagingDecay=0")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            outcome.messages.contains(
                "warning: the data cannot tell whether salary is missing more often when above or when below: fits of both "
                    + "kinds do about as well ("), "\(outcome.messages)")
        #expect(!outcome.messages.contains("was not tried"))
    }

    @Test func severalFitsAreReported() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        try sandbox.write(
            """
            { data: { path: "data.csv" }, model: { missingness: "selfMasking", decoder: { hidden: [8] },
              encoder: { hidden: [8] } }, training: { steps: 20, heldOutShare: 0, closingSteps: 0, restarts: 1 } }
            """, to: "survey.json5")
        let outcome = sandbox.run("train @survey.json5")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("2 fits, bound: "), "\(outcome.messages)")
        #expect(outcome.messages.contains("from mirrored curves"))
        #expect(outcome.messages.contains("missingness as the fitted model has it:"))
        #expect(outcome.messages.contains("cannot be resumed, so no checkpoint is kept of it"))
        let bad = sandbox.run(
            "train @survey.json5 --set model.missingness=ignorable --set training.linearStart.steps=5")
        #expect(bad.status == 2)
        #expect(bad.messages.contains("5 steps of a linear model have no use"))
        let negative = sandbox.run("train @survey.json5 --set training.restarts=-1")
        #expect(negative.status == 2)
        #expect(negative.messages.contains("training.restarts must lie between 0 and 1000, not -1"))
    }
}
