import Lacuna
import LacunaTestKit
import Testing

@Suite struct PerColumnMissingnessTests {
    private static func choice(_ model: some MissingnessModel) -> Choice<MissingnessModels> { Choice(model) }

    private static let ignorable = choice(IgnorableMissingness())

    @Test func keepsItsContract() {
        var withPrior = SelfMasking()
        withPrior.slopePriorScale = 2
        let below = Self.choice(SelfMaskingKnown(direction: .below))
        let models = [
            PerColumnMissingness(columns: ["x0": Self.choice(SelfMasking()), "x1": below], others: Self.ignorable),
            PerColumnMissingness(columns: ["x1": Self.choice(withPrior)], others: Self.choice(withPrior)),
            PerColumnMissingness(columns: ["x1": Self.ignorable], others: Self.choice(SelfMasking())),
            // No log-odds of its own where one member has none.
            PerColumnMissingness(columns: ["x1": Self.choice(NeuralMissingness())], others: below),
            PerColumnMissingness(columns: ["x1": below], others: Self.choice(LinearMissingness())),
        ]
        for model in models {
            let report = checkMissingnessModel(model)
            #expect(report.passed, "\(report)")
            #expect(!model.isIgnorable)
        }
    }

    @Test func itIsIgnorableWhereAllModelsAre() {
        let model = PerColumnMissingness(columns: ["x0": Self.ignorable], others: Self.ignorable)
        let report = checkMissingnessModel(model)
        #expect(report.passed, "\(report)")
        #expect(model.isIgnorable)
        #expect(!PerColumnMissingness(columns: [:], others: Self.choice(SelfMasking())).isIgnorable)
    }

    /// Named columns have parameters of their own, by their places; the others share theirs.
    @Test func logProbabilitiesAreSumsOverTheModels() throws {
        let model = PerColumnMissingness(
            columns: ["age": Self.choice(SelfMaskingKnown(direction: .below)), "flag": Self.ignorable],
            others: Self.choice(SelfMasking()))
        let parameters = [
            "column1.slope": [0.5], "column1.threshold": [-1], "others.slope": [2, 0.25, -1.25, 3],
            "others.threshold": [0.3],
        ]
        let logOdds = [-2 * (0.5 - 0.3), MissingnessProbe.softplus(0.5) * (-1.5 + 1), nil, 1.25]
        for pattern in MissingnessProbe.patterns {
            let found = try MissingnessProbe.logProbability(model, pattern, parameters: parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
        }
    }

    /// The same without log-odds of its own, where the models see patterns of their columns only.
    @Test func modelsOfWholeRowsTakeTheirShare() throws {
        let model = PerColumnMissingness(
            columns: ["age": Self.choice(SelfMaskingKnown(direction: .below)), "flag": Self.ignorable],
            others: Self.choice(LinearMissingness()))
        let parameters = [
            "column1.slope": [0.5], "column1.threshold": [-1],
            "others.weight": (0..<12).map { 0.1 * Double($0) }, "others.bias": [0.25, -0.75],
        ]
        // Features .5, −1.5, 1, 0, 1, 0 with weights 0, .1 | .2, .3 | .4, .5 | .6, .7 | .8, .9 | 1, 1.1.
        let logOdds = [
            0.25 - 0.3 + 0.4 + 0.8, MissingnessProbe.softplus(0.5) * (-1.5 + 1), nil, -0.75 + 0.05 - 0.45 + 0.5 + 0.9,
        ]
        for pattern in MissingnessProbe.patterns {
            let found = try MissingnessProbe.logProbability(model, pattern, parameters: parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
        }
    }

    @Test func priorsAddUp() throws {
        var first = SelfMasking(), second = SelfMaskingKnown()
        first.slopePriorScale = 2
        second.thresholdPriorScale = 0.5
        let model = PerColumnMissingness(
            columns: ["salary": Self.choice(first), "age": Self.choice(second)], others: Self.ignorable)
        let found = try MissingnessProbe.logProbability(
            model, [1, 1, 1, 1], parameters: ["column0.slope": [3], "column1.threshold": [0.25]])
        #expect(abs(found.logPrior - (-0.5 * 2.25 - 0.5 * 0.25)) < 1e-12)
    }

    // MARK: Keys

    @Test func itIsNotPutIntoItself() throws {
        let problems = try MissingnessProbe.keyProblems(
            "{ type: \"perColumn\", columns: { a: \"perColumn\", b: \"linear\" }, others: \"perColumn\" }")
        #expect(problems.count == 2, "\(problems)")
        #expect(problems[0].contains("model.missingness.columns.a must not be perColumn again"), "\(problems)")
        #expect(problems[1].contains("model.missingness.others must not be perColumn again"), "\(problems)")
    }

    @Test func everyKeyThatDoesNotFitTheTableIsNamed() throws {
        let problems = try MissingnessProbe.problems(
            """
            {
              type: "perColumn",
              columns: {
                age: { type: "selfMaskingKnown", direction: "below" }, empty: "neural", salry: "selfMasking",
                town: { type: "selfMaskingKnown", columns: { town: "above" } },
                flag: { type: "selfMaskingKnown", columns: { salary: "below" } },
              },
              others: { type: "selfMaskingKnown", columns: { sallary: "above", age: "below" } },
            }
            """)
        let expected = [
            "columns.age: cells are to be missing more often below some value, but all 5 cells of this column are observed",
            "columns.empty: no cell of this column is observed",
            "columns.flag: columns.salary: perColumn gives this column a model elsewhere (others); say it there",
            "columns.salry: the table has no such column to model; did you mean \"salary\"?",
            "columns.town: columns.town: the categories of this column have no order for above",
            "others: columns.age: perColumn gives this column a model elsewhere (columns.age); say it there",
            "others: columns.sallary: the table has no such column to model; did you mean \"salary\"?",
        ]
        #expect(problems.count == expected.count, "\(problems)")
        for (problem, words) in zip(problems, expected) {
            #expect(problem.hasPrefix("model.missingness: " + words), "\(problem)")
        }
    }

    /// What the models within have to tell, with the keys under which they stand.
    @Test func notesOfItsModelsArePassedOn() {
        let table = ["town", "street"].map {
            ColumnMissingness(name: $0, kind: .categorical, missingCount: 1, observedCount: 5)
        }
        let sentence = "is not explained: its categories have no order; perColumn can give it selfMasking"
        let known = Self.choice(SelfMaskingKnown()), free = Self.choice(SelfMasking())
        #expect(
            PerColumnMissingness(columns: ["town": free], others: known).notes(with: table)
                == ["others: the pattern of street \(sentence)"])
        #expect(
            PerColumnMissingness(columns: ["town": known]).notes(with: table)
                == ["columns.town: the pattern of town \(sentence)"])
        #expect(PerColumnMissingness(columns: [:], others: free).notes(with: table).isEmpty)
    }

    @Test func whatFitsTheTableIsAccepted() throws {
        let problems = try MissingnessProbe.problems(
            """
            { type: "perColumn", others: "neural",
              columns: { salary: { type: "selfMaskingKnown" }, age: "selfMasking", town: "linear", empty: "ignorable" } }
            """)
        #expect(problems.isEmpty, "\(problems)")
    }
}
