import Lacuna
import LacunaTestKit
import Testing

@Suite struct SelfMaskingKnownTests {
    @Test func keepsItsContract() {
        var withPriors = SelfMaskingKnown()
        withPriors.slopePriorScale = 2
        withPriors.thresholdPriorScale = 0.5
        let models = [
            SelfMaskingKnown(), SelfMaskingKnown(direction: .below), withPriors,
            SelfMaskingKnown(direction: .above, columns: ["x0": .below, "x1": .unexplained]),
            SelfMaskingKnown(direction: .unexplained, columns: ["x1": .below]),
            // Not one column of the second layout of the kit is explained.
            SelfMaskingKnown(direction: .unexplained, columns: ["x2": .above]),
        ]
        for model in models {
            let report = checkMissingnessModel(model)
            #expect(report.passed, "\(report)")
            #expect(!model.isIgnorable)
        }
    }

    /// Without a direction anywhere nothing is explained.
    @Test func itIsIgnorableWithoutADirection() {
        let model = SelfMaskingKnown(direction: .unexplained, columns: ["x0": .unexplained])
        #expect(model.isIgnorable)
        let report = checkMissingnessModel(model)
        #expect(report.passed, "\(report)")
    }

    /// Whatever W is, the curve has the direction that is known; the town, which has no order, is not explained.
    @Test func curvesRiseAndFallAsTheUserSays() throws {
        let model = SelfMaskingKnown(direction: .above, columns: ["age": .below])
        let parameters = ["slope": [-2, 0.5, 1.5], "threshold": [0.3, -1, 0.5]]
        let slopes = [-2, 0.5, 1.5].map(MissingnessProbe.softplus)
        let logOdds: [Double?] = [-slopes[0] * (0.5 - 0.3), slopes[1] * (-1.5 + 1), -slopes[2] * (1 - 0.5), nil]
        for pattern in MissingnessProbe.patterns {
            let found = try MissingnessProbe.logProbability(model, pattern, parameters: parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
        }
    }

    @Test func columnsWithoutADirectionHaveNoParameters() throws {
        let model = SelfMaskingKnown(direction: .unexplained, columns: ["flag": .above])
        let found = try MissingnessProbe.logProbability(
            model, [0, 0, 0, 0], parameters: ["slope": [1], "threshold": [0.25]])
        let logOdds = [nil, nil, -MissingnessProbe.softplus(1) * (1 - 0.25), nil]
        #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, [0, 0, 0, 0])) < 1e-12)
    }

    /// The prior is one of softplus(W), so that its scale means what it means for `selfMasking`.
    @Test func thePriorIsHalfNormalInTheSlope() throws {
        var model = SelfMaskingKnown()
        model.slopePriorScale = 2
        model.thresholdPriorScale = 0.5
        let found = try MissingnessProbe.logProbability(
            model, [1, 1, 1, 1], parameters: ["slope": [-2, 0.5, 1.5], "threshold": [0.3, -1, 0.7]])
        let slopes = [-2, 0.5, 1.5].map(MissingnessProbe.softplus)
        // The middle of the binary column is ½.
        let expected =
            slopes.reduce(0) { $0 - 0.5 * $1 * $1 / 4 } - 0.5 * (0.3 * 0.3 + 1 + 0.2 * 0.2) / (0.5 * 0.5)
        #expect(abs(found.logPrior - expected) < 1e-12)
    }

    @Test func everyKeyThatDoesNotFitTheTableIsNamed() throws {
        let problems = try MissingnessProbe.problems(
            """
            {
              type: "selfMaskingKnown",
              columns: { salry: "below", age: "above", town: "below", empty: "above", zzzzzz: "none", flag: "below" },
            }
            """)
        let expected = [
            "columns.age: cells are to be missing more often above some value, but all 5 cells of this column are observed",
            "columns.empty: no cell of this column is observed",
            "columns.salry: the table has no such column to model; did you mean \"salary\"?",
            "columns.town: the categories of this column have no order for below; write none",
            "columns.zzzzzz: the table has no such column to model; its columns are salary, age, flag, town, empty",
        ]
        #expect(problems.count == expected.count, "\(problems)")
        for (problem, words) in zip(problems, expected) {
            #expect(problem.hasPrefix("model.missingness: " + words), "\(problem)")
        }
    }

    /// Categories with holes are told of, unless it was said that they stay unexplained.
    @Test func categoriesThatStayUnexplainedAreTold() {
        func column(_ name: String, _ kind: ColumnKind, missing: Int = 3, observed: Int = 7) -> ColumnMissingness {
            ColumnMissingness(name: name, kind: kind, missingCount: missing, observedCount: observed)
        }
        let table = [
            column("salary", .continuous), column("flag", .binary), column("town", .categorical),
            column("whole", .categorical, missing: 0), column("empty", .categorical, observed: 0),
        ]
        let one =
            "the pattern of town is not explained: its categories have no order; perColumn can give it selfMasking"
        #expect(SelfMaskingKnown().notes(with: table) == [one])
        #expect(SelfMaskingKnown(direction: .above, columns: ["town": .unexplained]).notes(with: table).isEmpty)
        #expect(SelfMaskingKnown(direction: .unexplained, columns: ["salary": .above]).notes(with: table).isEmpty)
        #expect(SelfMasking().notes(with: table).isEmpty)
        let many = SelfMaskingKnown().notes(with: (1...5).map { column("c\($0)", .categorical) })
        #expect(
            many == [
                """
                the patterns of c1, c2, c3 and 2 more are not explained: their categories have no order; perColumn can give \
                them selfMasking
                """
            ])
    }

    @Test func whatIsNotExplainedMayBeNamed() throws {
        let problems = try MissingnessProbe.problems(
            """
            { type: "selfMaskingKnown", direction: "below",
              columns: { age: "none", town: "none", empty: "none", salary: "above" } }
            """)
        #expect(problems.isEmpty, "\(problems)")
        #expect(
            try MissingnessProbe.keyProblems("{ type: \"selfMaskingKnown\", columns: { salary: \"up\" } }").first?
                .contains("salary") == true)
    }
}
