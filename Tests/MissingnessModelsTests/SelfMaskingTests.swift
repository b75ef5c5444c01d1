import Lacuna
import LacunaTestKit
import Testing

@Suite struct SelfMaskingTests {
    private static let parameters = [
        "slope": [2, -0.5, 0.75, 0.25, -1.25, 3], "threshold": [0.3, -1, 0.5, 9],
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

    /// −W (x − b) for numbers, −W of its category for the town, whose threshold is without meaning.
    @Test func logOddsAreThoseOfTheCurves() throws {
        let logOdds = [-2 * (0.5 - 0.3), 0.5 * (-1.5 + 1), -0.75 * (1 - 0.5), 1.25]
        for pattern in MissingnessProbe.patterns {
            let found = try MissingnessProbe.logProbability(Self.model(), pattern, parameters: Self.parameters)
            #expect(abs(found.logProbability - MissingnessProbe.sum(logOdds, pattern)) < 1e-12, "\(pattern)")
            #expect(found.logPrior == 0)
        }
    }

    @Test func thePriorIsNormalInSlopeAndThreshold() throws {
        func sumOfSquares(_ name: String, _ scale: Double) -> Double {
            (Self.parameters[name] ?? []).reduce(0) { $0 - 0.5 * ($1 / scale) * ($1 / scale) }
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
        #expect(problems[0].contains("slopePriorScale must be greater than 0 (or null for a flat prior), not 0"))
        #expect(problems[1].contains("thresholdPriorScale must be greater than 0"))
        #expect(try MissingnessProbe.problems("\"selfMasking\"").isEmpty)
    }
}
