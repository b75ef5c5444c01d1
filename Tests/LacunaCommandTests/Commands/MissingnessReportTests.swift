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

    private func text(
        _ curves: [MissingnessCurve], fits: [FitOutcome]? = nil, atRandom: FitComparison? = nil,
        isOfThisRun: Bool = true
    ) -> MissingnessText {
        var record = TrainingRecord()
        record.missingness = curves
        record.fits = fits
        record.atRandom = atRandom
        return MissingnessText(record, schema: Self.schema, isOfThisRun: isOfThisRun)
    }

    /// Outcomes of fits, every other one from mirrored curves.
    private func outcomes(_ count: Int) -> [FitOutcome] {
        (0..<count).map { index in
            var outcome = FitOutcome(start: index % 2 == 0 ? .drawn : .mirrored)
            outcome.bound = -3
            return outcome
        }
    }

    /// A rising curve of a column that other fits have the other way round.
    private func curve(_ index: Int, turning fits: [Int], _ comparison: FitComparison) -> MissingnessCurve {
        var turned = curve(index, [2], [-1, 0, 1])
        turned.opposite = OppositeFit(comparison: comparison, fits: fits)
        return turned
    }

    private static let clear = FitComparison(kept: [-3, -2, -3], other: [-4, -2.9, -4.1], alike: [-2.7, -2.6])
    private static let single = FitComparison(kept: [-3, -2, -3], other: [-4, -2.9, -4.1], alike: [-2.7])
    private static let unclear = FitComparison(kept: [-3, -2, -3], other: [-2, -3, -3.1], alike: [-2.7, -2.6])

    @Test func linesAreInUnitsOfTheTable() {
        let text = text([
            curve(0, [2], [-1.15, 0, 2.1]), curve(1, [-4], offset: -9, [-1.6, 0.05, 1.2]), curve(2, [1.5], [0, 1]),
            curve(3, [0.2, -1, 3], [0, 1, 2], isFree: false), curve(0, [0.01], [-1, 0, 1]), curve(0, [2], [0]),
        ])
        #expect(
            text.lines == [
                "missingness as the fitted model has it:",
                "  salary is missing more often when above: with probability 4 % at 21000, 27 % at 45000, 96 % at 89000",
                "  height is missing more often when below: with probability 7 % at 1.56, under 0.1 % at 1.75, under 0.1 % at "
                    + "1.87",
                "  sex is missing more often for male: with probability 27 % for female, 62 % for male",
                "  group is missing with probability 31 % for a, 12 % for b, 88 % for c",
                "  salary is missing about as often at any observed value: with probability 27 % at 24000, 27 % at 45000, 27 % at 66000",
                "  salary is missing with probability 27 % at 45000",
                "  the directions of salary, height and sex come from a single start; training.restarts=3 compares more of them",
            ])
        #expect(text.warnings.isEmpty)
        let one = self.text([curve(0, [2], [-1, 0, 1])], isOfThisRun: false)
        #expect(one.lines.last == "  the direction of salary comes from a single start")
    }

    /// Numbers are rounded before they lose the sign of 0.
    @Test func zeroHasNoSign() {
        var schema = Self.schema
        schema.columns[0] = Column(
            name: "salary", kind: .continuous, mean: 0, standardDeviation: 1.5, fractionDigits: 2)
        var record = TrainingRecord()
        record.missingness = [curve(0, [2], [-1, -0.02, 1])]
        let text = MissingnessText(record, schema: schema)
        #expect(text.lines.dropFirst().first?.contains(" at 0.0, ") == true, "\(text.lines)")
    }

    @Test func modelsWithoutCurvesAreNamed() {
        let linear = MissingnessText(TrainingRecord(), schema: Self.schema, model: LinearMissingness())
        #expect(linear.lines == ["missingness: linear has no curve a column"] && linear.warnings.isEmpty)
        #expect(MissingnessText(TrainingRecord(), schema: Self.schema, model: IgnorableMissingness()).lines.isEmpty)
        #expect(MissingnessText(nil, schema: Self.schema, model: LinearMissingness()).lines.isEmpty)
    }

    @Test func comparisonsWithOppositeFitsAreSaid() {
        let fits = outcomes(4)
        let same = text([curve(0, [2], [-1, 0, 1])], fits: fits)
        #expect(
            same.lines.last
                == "  no fit ended in the opposite direction of salary (4 fits, 2 of them from mirrored curves)")
        // Differences 1, .9 and 1.1: standard error .0577; bounds that differ by .1: spread .0707.
        let decided = text([curve(0, turning: [1, 3], Self.clear)], fits: fits)
        let turned =
            "pointed the other way in 2 of 4 fits, the best of which reaches -3.667 nats a row, against -2.667 ± 0.091 of "
            + "the one that was kept"
        #expect(decided.lines.last == "  salary \(turned): worse by 1.000 ± 0.091 nats a row")
        #expect(decided.warnings.isEmpty)
        let unclear = text([curve(2, turning: [3], Self.unclear)], fits: fits)
        let sentence =
            "the data cannot tell whether sex is missing more often for male or for female: it pointed the other way in 1 of "
            + "4 fits, the best of which reaches -2.700 nats a row, against -2.667 ± 0.583 of the one that was kept"
        #expect(
            unclear.warnings == [
                sentence + "; name the direction by the missingness model selfMaskingKnown if it is known"
            ])
        #expect(unclear.lines.count == 2)
        let saved = text([curve(2, turning: [3], Self.unclear)], fits: fits, isOfThisRun: false)
        #expect(saved.warnings == [sentence])
    }

    /// With one fit of each direction nothing is called clear.
    @Test func singleFitsDoNotTellChanceFromData() {
        let curves = [curve(0, turning: [1], Self.single)]
        let turned =
            "  salary pointed the other way in 1 of 2 fits, the best of which reaches -3.667 nats a row, against -2.667 ± "
            + "0.058 of the one that was kept; a single fit of its direction does not tell chance from data"
        #expect(
            text(curves, fits: outcomes(2)).lines.last == turned + ": training.restarts=3 or more does")
        #expect(text(curves, fits: outcomes(2), isOfThisRun: false).lines.last == turned)
        #expect(text(curves, fits: outcomes(2)).warnings.isEmpty)
        #expect(
            text(curves, fits: outcomes(5)).lines.last
                == turned.replacingOccurrences(of: "2 fits", with: "5 fits") + ": more training.restarts do")
    }

    /// The difference of whole fits is that of all columns that turn with them.
    @Test func columnsThatTurnTogetherAreNamedTogether() {
        let curves = [
            curve(0, turning: [1, 3], Self.clear), curve(1, turning: [1, 3], Self.clear),
            curve(2, turning: [1], Self.unclear),
        ]
        let text = text(curves, fits: outcomes(4))
        #expect(text.lines.count == 5)
        #expect(
            text.lines.last?.hasPrefix("  salary and height pointed the other way together in 2 of 4 fits, the best")
                == true)
        #expect(text.warnings.count == 1 && text.warnings[0].contains("whether sex is"))
        let all = self.text([0, 1, 2].map { curve($0, turning: [3], Self.unclear) }, fits: outcomes(4))
        #expect(all.warnings.count == 1)
        #expect(
            all.warnings[0].hasPrefix(
                "the data cannot tell the directions of salary, height and sex: they pointed the other way together in 1 of 4"
            ))
    }

    /// Where a model in which cells are missing at random does as well, that is said, and no direction is called better.
    @Test func modelsAtRandomAreCompared() {
        let curves = [curve(0, turning: [1, 3], Self.clear)]
        let doubtful = text(curves, fits: outcomes(4), atRandom: Self.unclear)
        #expect(
            doubtful.warnings == [
                "a model in which cells are missing at random does as well (-2.700 and -2.667 nats a row): the data do not "
                    + "tell that cells are missing because of their values"
            ])
        #expect(!doubtful.lines.joined().contains("worse"))
        #expect(doubtful.atRandomJSON != .null && doubtful.lines.count == 3)
        let sure = text(curves, fits: outcomes(4), atRandom: Self.clear)
        #expect(
            sure.lines.last
                == "  a model in which cells are missing at random fits worse, by 1.000 ± 0.091 nats a row")
        #expect(sure.warnings.isEmpty)
        let single = text(curves, fits: outcomes(2), atRandom: Self.single)
        #expect(
            single.lines.last
                == "  a model in which cells are missing at random reaches -3.667 nats a row, against -2.667 ± 0.058 of the one "
                + "that was kept; a single fit of its direction does not tell chance from data: training.restarts=3 or more "
                + "does")
    }

    @Test func theCurvesAreReported() throws {
        let sandbox = try CommandSandbox()
        try sandbox.write(ExampleTable.text(), to: "data.csv")
        let outcome = sandbox.impute("data.csv", Self.selfMasking + " --save @model")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = ExampleTable.lines(outcome.messages)
        let heading = try #require(lines.firstIndex(of: "missingness as the fitted model has it:"))
        #expect(lines[heading + 1].hasPrefix("  height is missing "))
        #expect(!outcome.messages.contains("worse"))
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
        #expect(object["fits"] is NSNull && object["missingAtRandom"] is NSNull)
        #expect(!sandbox.run("impute @data.csv --model @model -o @third.csv").messages.contains("restarts"))
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
                "warning: the data cannot tell whether salary is missing more often when above or when below: it pointed the "
                    + "other way in "), "\(outcome.messages)")
        #expect(outcome.messages.contains("warning: a model in which cells are missing at random does as well ("))
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
