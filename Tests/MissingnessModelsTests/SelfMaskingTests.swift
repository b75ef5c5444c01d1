import Lacuna
import LacunaTestKit
import Testing

@Suite struct SelfMaskingTests {
    private static let parameters = [
        "slope": [2, -0.5, 0.75, 0.25, -1.25, 3], "threshold": [0.3, -1, 0.8],
    ]

    private static func model(slope: Double? = nil, threshold: Double? = nil) -> SelfMasking {
        var model = SelfMasking()
        model.slopePriorScale = slope
        model.thresholdPriorScale = threshold
        return model
    }

    @Test func keepsItsContract() {
        for model in [
            Self.model(), Self.model(slope: 2), Self.model(threshold: 0.5), Self.model(slope: 1, threshold: 3),
        ] {
            let report = checkMissingnessModel(model)
            #expect(report.passed, "\(report)")
            #expect(!model.isIgnorable)
        }
    }

    /// −W (x − b) for numbers, −W of its category for the town, which has no threshold.
    @Test func logOddsAreThoseOfTheCurves() throws {
        let logOdds = [-2 * (0.5 - 0.3), 0.5 * (-1.5 + 1), -0.75 * (1 - 0.8), 1.25]
        for pattern in MissingnessProbe.patterns {
            let found = try MissingnessProbe.logProbability(Self.model(), pattern, parameters: Self.parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
            #expect(found.logPrior == 0)
        }
    }

    /// Columns need not stand by their kinds: each has the threshold of its place among those with an order.
    @Test func thresholdsAreThoseOfOrderedColumns() throws {
        let columns = [0, 3, 2].map { MissingnessProbe.columns[$0] }
        let parameters = ["slope": [2, 0.25, -1.25, 3, 0.75], "threshold": [0.3, 0.8]]
        let logOdds = [-2 * (0.5 - 0.3), 1.25, -0.75 * (1 - 0.8)]
        for pattern in [[1, 0, 1], [0, 1, 0]] as [[Double]] {
            let found = try MissingnessProbe.logProbability(
                Self.model(), pattern, columns: columns, parameters: parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
        }
    }

    /// Categories alone have no threshold, and no prior of one.
    @Test func categoriesAloneHaveNoThreshold() throws {
        let columns = [MissingnessProbe.columns[3]]
        let found = try MissingnessProbe.logProbability(
            Self.model(slope: 2, threshold: 0.5), [0], columns: columns, parameters: ["slope": [0.25, -1.25, 3]])
        #expect(abs(found.logProbability - MissingnessProbe.logShare(1.25, 0)) < 1e-12)
        #expect(abs(found.logPrior + 0.5 * (0.25 * 0.25 + 1.25 * 1.25 + 9) / 4) < 1e-12)
        #expect(throws: LacunaError.self) {
            try MissingnessProbe.logProbability(Self.model(), [0], columns: columns, parameters: ["threshold": [1]])
        }
    }

    /// Thresholds of numbers are normal about the mean, those of binary columns about the middle of both values.
    @Test func thePriorIsNormalInSlopeAndThreshold() throws {
        func sumOfSquares(_ name: String, _ scale: Double) -> Double {
            let centres = name == "threshold" ? [0, 0, 0.5] : [Double](repeating: 0, count: 6)
            return zip(Self.parameters[name] ?? [], centres).reduce(0) { sum, pair in
                let distance = (pair.0 - pair.1) / scale
                return sum - 0.5 * distance * distance
            }
        }
        let cases: [(SelfMasking, Double)] = [
            (Self.model(slope: 2), sumOfSquares("slope", 2)),
            (Self.model(threshold: 0.5), sumOfSquares("threshold", 0.5)),
            (Self.model(slope: 2, threshold: 0.5), sumOfSquares("slope", 2) + sumOfSquares("threshold", 0.5)),
        ]
        for (model, expected) in cases {
            let found = try MissingnessProbe.logProbability(model, [1, 1, 1, 1], parameters: Self.parameters)
            #expect(abs(found.logPrior - expected) < 1e-12)
        }
    }

    @Test func scalesMustBePositive() throws {
        let problems = try MissingnessProbe.keyProblems(
            "{ type: \"selfMasking\", slopePriorScale: 0, thresholdPriorScale: -1 }")
        #expect(problems.count == 2)
        #expect(problems[0].contains("slopePriorScale must be greater than 0 (or be null), not 0"))
        #expect(problems[1].contains("thresholdPriorScale must be greater than 0"))
        #expect(try MissingnessProbe.problems("\"selfMasking\"").isEmpty)
    }
}
