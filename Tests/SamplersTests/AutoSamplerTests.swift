import Lacuna
import LacunaTestKit
import Testing

@Suite struct AutoSamplerTests {
    /// With 2000 draws hardly a row escalates, with 3 every one.
    @Test(arguments: [2000, 3]) func keepsItsContract(_ sampleCount: Int) {
        let report = checkSampler(
            AutoSampler(sampleCount: sampleCount, escalation: LatentAdaptiveResampling()))
        #expect(report.passed, "\(report)")
    }

    /// An encoder that looks at no cell: rows whose latents lie in the bulk of q have good weights, those far out poor
    /// ones.
    static let values: [[Double]] = [[0.3, 0, 0.1, 0], [9, 0, 7, 0], [0.5, 0, 0, 0], [0, 7, 0, -7], [0, 0, 0, 0]]
    static let observed: [[UInt8]] = [[1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]]
    static let poor = [1, 3]

    @Test func poorRowsEscalateAndNoOthers() throws {
        let example = try LinearLatents(dimension: 1, spread: 1.2)
        let request = ImputationRequest(quantiles: [0.5], drawCount: 2)
        func rows() -> ConditionalRows { example.rows(Self.values, Self.observed, request) }
        let first = try ImportanceResampling(sampleCount: 200).results(rows())
        let sampler = AutoSampler(sampleCount: 200, escalation: LatentAdaptiveResampling())
        let results = try sampler.results(rows())
        let alone = rows().picking(Self.poor, request: request, purpose: "escalation")
        let escalated = try LatentAdaptiveResampling().results(alone)
        #expect(first.indices.filter { !first[$0].diagnostics.isReliable } == Self.poor)
        for row in results.indices {
            let place = Self.poor.firstIndex(of: row)
            let source = place.map { escalated[$0] } ?? first[row]
            #expect(results[row].summary == source.summary && results[row].draws == source.draws)
            #expect(results[row].quantiles == source.quantiles)
            var diagnostics = source.diagnostics
            if place != nil {
                diagnostics.escalatedFrom = "importanceResampling"
                diagnostics.escalatedTo = "latentAdaptiveResampling"
            }
            #expect(results[row].diagnostics == diagnostics)
        }
    }

    /// With the posteriors found by the grid as the escalation, escalated rows are exact.
    @Test func anySamplerCanBeTheEscalation() throws {
        let example = try LinearLatents(dimension: 1, spread: 1.2)
        let results = try AutoSampler(sampleCount: 200, escalation: ExactGrid()).results(
            example.rows(Self.values, Self.observed))
        for row in Self.poor {
            #expect(results[row].diagnostics.escalatedTo == "exactGrid")
            for feature in 0..<4 where Self.observed[row][feature] == 0 {
                let exact = example.conditional(feature, Self.values[row], Self.observed[row]).mean
                #expect(abs(Double(results[row].summary[feature]) - exact) < 1e-5)
            }
        }
    }

    /// A sampler whose diagnostics are given.
    struct SaidSampler: Sampler {
        static let name = "saidSampler"
        static let summary = "a sampler that says of itself what it is told to"

        var effectiveSampleSize = 1.0
        var paretoShape: Double?
        var acceptanceRate: Double?
        var summary: Float = 99
        /// What it throws where a row has a cell of 9.
        var failure: Failure?

        enum Failure: Codable { case work, configuration }

        var preferredBatchSize: Int { 8 }

        func start(_ rows: ConditionalRows) throws {}
        func step(_ state: inout Void, _ rows: ConditionalRows) throws -> Bool { false }
        func finish(_ state: Void, _ rows: ConditionalRows) throws -> [RowImputation] {
            if let failure, rows.values.contains(9) {
                throw LacunaError(failure == .work ? .work : .configuration, "the row cannot be served")
            }
            return (0..<rows.rowCount).map { _ in
                RowImputation(
                    summary: [summary, 99, 99, 99],
                    diagnostics: RowDiagnostics(
                        effectiveSampleSize: effectiveSampleSize, paretoShape: paretoShape,
                        acceptanceRate: acceptanceRate))
            }
        }
    }

    /// The escalation is kept unless it is the poorer by both measures; where it weighs nothing, if it is worth more draws.
    @Test func aPoorerEscalationIsNotKept() throws {
        let example = try LinearLatents(dimension: 1, spread: 1.2)
        let cases: [(size: Double, shape: Double?, isKept: Bool)] = [
            (0.5, 100, false), (0.5, 0.2, true), (1000, 100, true), (1000, 0.2, true), (0.5, nil, false),
            (3.9, nil, true), (1000, nil, true),
        ]
        let first = try ImportanceResampling(sampleCount: 200).results(example.rows(Self.values, Self.observed))
        for (size, shape, isKept) in cases {
            var sampler = SaidSampler()
            sampler.effectiveSampleSize = size
            sampler.paretoShape = shape
            let results = try AutoSampler(sampleCount: 200, escalation: sampler).results(
                example.rows(Self.values, Self.observed))
            for row in Self.poor {
                let expected = isKept ? [99, 99, 99, 99] : first[row].summary
                #expect(results[row].summary == expected, "\(size) effective draws, a shape of \(shape as Any)")
                #expect(results[row].diagnostics.escalatedTo == (isKept ? "saidSampler" : nil))
                #expect(results[row].diagnostics.escalatedFrom == (isKept ? "importanceResampling" : nil))
            }
        }
    }

    /// A chain that never moved says nothing of the row, and neither does a number that is none.
    @Test func anEscalationThatFailedIsNotKept() throws {
        let example = try LinearLatents(dimension: 1, spread: 1.2)
        var stuck = SaidSampler(), broken = SaidSampler()
        stuck.effectiveSampleSize = 1000
        stuck.acceptanceRate = 0
        broken.effectiveSampleSize = 1000
        broken.summary = .nan
        for sampler in [stuck, broken] {
            let results = try AutoSampler(sampleCount: 200, escalation: sampler).results(
                example.rows(Self.values, Self.observed))
            #expect(results.allSatisfy { $0.diagnostics.escalatedTo == nil && $0.summary.allSatisfy(\.isFinite) })
            #expect(results.indices.filter { !results[$0].diagnostics.isReliable } == Self.poor)
        }
    }

    /// A row that the escalation cannot serve stays as it was, and says that it is poor; the others escalate. What no other
    /// row can mend ends the run.
    @Test func anErrorOfTheEscalationIsNotOneOfTheRun() throws {
        let example = try LinearLatents(dimension: 1, spread: 1.2)
        var sampler = SaidSampler()
        sampler.effectiveSampleSize = 1000
        sampler.failure = .work
        let first = try ImportanceResampling(sampleCount: 200).results(example.rows(Self.values, Self.observed))
        let results = try AutoSampler(sampleCount: 200, escalation: sampler).results(
            example.rows(Self.values, Self.observed))
        #expect(results[1].summary == first[1].summary && results[1].diagnostics == first[1].diagnostics)
        #expect(results[3].summary == [99, 99, 99, 99] && results[3].diagnostics.escalatedTo == "saidSampler")
        sampler.failure = .configuration
        #expect(throws: LacunaError.self) {
            try AutoSampler(sampleCount: 200, escalation: sampler).results(example.rows(Self.values, Self.observed))
        }
    }

    @Test func theEscalationIsReadAndChecked() throws {
        let catalog = try Catalog.bundled()
        let override = "imputation.sampler={type: \"auto\", sampleCount: 50, escalation: {type: \"lair\", steps: 3}}"
        let configuration = try Configuration.read(overrides: [override], catalog: catalog)
        let sampler = try #require(try configuration.imputation.sampler.member() as? AutoSampler)
        #expect(sampler.sampleCount == 50)
        #expect(try (sampler.escalation.member() as? LatentAdaptiveResampling)?.steps == 3)
        #expect(sampler.drawLimit == 50 && AutoSampler().drawLimit == 2000)
        #expect(try (AutoSampler().escalation.member() as? LatentAdaptiveResampling)?.steps == 500)
        let grid = AutoSampler(sampleCount: 50, escalation: ExactGrid())
        #expect(grid.drawLimit == 50)
        let problems = grid.problems(with: try LinearLatents(dimension: 3).model)
        #expect(problems.count == 1 && problems[0].hasPrefix("escalation: exactGrid serves 1 or 2 latent features"))
        #expect(AutoSampler(sampleCount: 0).allProblems().map(\.key) == ["sampleCount"])
    }
}
