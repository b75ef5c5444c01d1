import Foundation
import Lacuna
import LacunaTestKit
import Testing

@testable import DetectionLimits

@Suite struct CensoredGaussianObservationTests {
    /// The kit's columns are called first, second and third.
    @Test func keepsItsContract() {
        for model in [
            CensoredGaussianObservation(), CensoredGaussianObservation(limit: 0.25),
            CensoredGaussianObservation(limit: -0.5, limits: ["second": 0.75], side: .above),
            CensoredGaussianObservation(limit: nil, limits: ["first": 4, "third": -3]),
        ] {
            let report = checkObservationModel(model)
            #expect(report.passed, "\(model): \(report)")
        }
    }

    /// Columns in units of their own, and what the model says of them given raw scales whose σ is 0.8.
    private struct Example {
        var model = CensoredGaussianObservation()
        var units = ColumnUnits.identity
        var precision = Precision.float64

        private var block: ColumnBlock {
            ColumnBlock(kind: .continuous, names: ["x"], widths: [1], features: 0..<1, units: [units])
        }

        /// One number a mean: a row each.
        func numbers(
            means: [Double], _ make: (Tape, any ConditionalDistribution) -> Tensor
        ) throws -> [Double] {
            let tape = Tape(precision: precision)
            let shape = TensorShape(rows: means.count, features: 2)
            let raw = Double.log(Double.expMinusOne(0.8 - model.scaleFloor))
            let head = tape.constant(means.flatMap { [$0, raw] }, shape)
            let distribution = model.distribution(head: head, block: block, in: ParameterScope(tape, group: .decoder))
            let result = make(tape, distribution)
            let workspace = Workspace(try tape.finish(outputs: [result]))
            workspace.setNoise(RandomStream(seed: 4))
            workspace.forward()
            return workspace.read(result.view)
        }

        func logDensity(of value: Double, mean: Double) throws -> Double {
            try numbers(means: [mean]) { tape, distribution in
                distribution.logDensity(of: tape.constant([value], .scalar), observed: tape.constant(1))
            }[0]
        }
    }

    /// log Φ(±(0.25 − μ) / 0.8) and normal log-densities, made with 50-digit arithmetic (mpmath 1.3).
    @Test func cellsAtTheLimitHaveItsProbability() throws {
        let below = Example(model: CensoredGaussianObservation(limit: 0.25))
        let above = Example(model: CensoredGaussianObservation(limit: 0.25, side: .above))
        #expect(abs(try below.logDensity(of: 0.25, mean: 2) - -4.2437947938689341) < 1e-12)
        #expect(abs(try below.logDensity(of: -7, mean: 2) - -4.2437947938689341) < 1e-12)
        #expect(abs(try above.logDensity(of: 0.25, mean: 2) - -0.014457022575013461) < 1e-12)
        #expect(abs(try below.logDensity(of: 0.75, mean: 2) - -1.9164981068904629) < 1e-12)
        #expect(abs(try above.logDensity(of: 0, mean: -60) - -2813.1957949818902) < 1e-9)
        #expect(abs(try below.logDensity(of: 0.25, mean: 60) - -2794.3437585886283) < 1e-9)
    }

    /// A cell that holds the limit is known in both precisions, however awkward the numbers, and its neighbours are not.
    @Test(arguments: Precision.allCases)
    func theLimitIsInUnitsOfTheFile(_ precision: Precision) throws {
        var stream = RandomStream(seed: 2)
        for _ in 0..<50 {
            let column = Column(
                name: "x", kind: .continuous, mean: 10 * stream.normal(), standardDeviation: 0.1 + 3 * stream.uniform())
            let limit = column.mean + column.standardDeviation * stream.normal()
            let example = Example(
                model: CensoredGaussianObservation(limit: nil, limits: ["x": limit]), units: column.units,
                precision: precision)
            let cell = Float(column.standardised(limit))
            let expected = LogNormalTail.logMass(below: (Double(cell) - 0.3) / 0.8)
            #expect(abs(try example.logDensity(of: Double(cell), mean: 0.3) - expected) < 1e-5)
            let next = Double(cell.nextUp), distance = (next - 0.3) / 0.8
            let density = -0.5 * distance * distance - Double.log(0.8) - 0.5 * Double.log(2 * .pi)
            #expect(abs(try example.logDensity(of: next, mean: 0.3) - density) < 1e-5)
        }
    }

    @Test func withoutALimitItIsGaussian() throws {
        let means = [-2.0, 0, 0.7, 30]
        func same(_ make: (Tape, any ConditionalDistribution) -> Tensor) throws -> Bool {
            let found = try Example().numbers(means: means, make)
            let tape = Tape(precision: .float64)
            let raw = Double.log(Double.expMinusOne(0.8 - 1e-3))
            let distribution = GaussianObservation().distribution(
                head: tape.constant(means.flatMap { [$0, raw] }, TensorShape(rows: means.count, features: 2)),
                block: ColumnBlock(kind: .continuous, names: ["x"], widths: [1], features: 0..<1),
                in: ParameterScope(tape, group: .decoder))
            let result = make(tape, distribution)
            let workspace = Workspace(try tape.finish(outputs: [result]))
            workspace.setNoise(RandomStream(seed: 4))
            workspace.forward()
            return workspace.read(result.view) == found
        }
        #expect(try same { $1.mean() })
        #expect(try same { $1.sample(purpose: "p") })
        #expect(
            try same { tape, distribution in
                distribution.logDensity(of: tape.constant([0.3], .scalar), observed: tape.constant(1))
            })
    }

    /// E[max(x, L)] and E[min(x, L)], made with 50-digit arithmetic (mpmath 1.3) by quadrature; no draw lies beyond the limit.
    @Test func meanAndDrawsAreThoseOfTheRecord() throws {
        for (side, means) in [
            (LimitSide.below, [0.25000000764663077, 0.45961191457644149, 0.70961191457644149, 3.0000598843599738]),
            (.above, [-4.0000000076466308, -0.20961191457644149, 0.040388085423558507, 0.2499401156400262]),
        ] {
            let example = Example(model: CensoredGaussianObservation(limit: 0.25, side: side))
            let found = try example.numbers(means: [-4, 0, 0.5, 3]) { $1.mean() }
            #expect(zip(found, means).allSatisfy { abs($0 - $1) < 1e-12 })
            let draws = try example.numbers(means: [Double](repeating: 0.3, count: 100)) { $1.sample(purpose: "p") }
            #expect(draws.allSatisfy { side == .below ? $0 >= 0.25 : $0 <= 0.25 })
            #expect(draws.contains(0.25) && draws.contains { $0 != 0.25 })
            #expect(try example.numbers(means: [.nan]) { $1.sample(purpose: "p") }[0].isNaN)
        }
    }

    /// The mean of a record never lies beyond the limit, as far off as what is measured may be: rounding to 32 bits would put it
    /// there.
    @Test(arguments: LimitSide.allCases)
    func roundingPutsNoMeanBeyondTheLimit(_ side: LimitSide) throws {
        let model = CensoredGaussianObservation(limit: 0.1, side: side)
        let example = Example(model: model, precision: .float32)
        let means = (0..<400).map { (side == .below ? -1 : 1) * (3 + 0.01 * Double($0)) }
        let limit = ColumnUnits.identity.encoded(0.1)
        let found = try example.numbers(means: means + [.nan]) { $1.mean() }
        #expect(found.dropLast().allSatisfy { side == .below ? $0 >= limit : $0 <= limit })
        #expect(found[400].isNaN)
    }

    /// The gradient of a draw is that of the value where it is measured, and 0 at the limit.
    @Test func drawsHaveTheirOwnGradient() {
        let block = ColumnBlock(kind: .continuous, names: ["x"], widths: [1], features: 0..<1)
        let model = CensoredGaussianObservation(limit: 0.25)
        let report = checkGradient(
            inputs: [(TensorShape(rows: 20, features: 2), [0.4, -0.3])].map { shape, head in
                (shape, [[Double]](repeating: head, count: 20).flatMap { $0 })
            }
        ) { tape, inputs in
            model.distribution(head: inputs[0], block: block, in: ParameterScope(tape, group: .decoder))
                .reparametrisedSample(purpose: "p")
        }
        #expect(report.passed, "\(report)")
    }

    // MARK: Configurations

    private static func model(_ observation: String) throws -> ComposedModel {
        var catalog = try Catalog.bundled()
        try catalog.add(DetectionLimitsPlugin.self)
        let configuration = try Configuration.read(
            text: "{ model: { observation: { continuous: \(observation) } } }", catalog: catalog)
        let columns = [("lead", 5.0, 2.0), ("zinc", 8.0, 4.0)].map { name, mean, deviation in
            Column(name: name, kind: .continuous, mean: mean, standardDeviation: deviation, observedCount: 9)
        }
        return try Blueprint(configuration, catalog: catalog).model(for: FeatureLayout(Schema(columns: columns)))
    }

    @Test func limitsAreReadFromAConfiguration() throws {
        let model = try Self.model("{ type: 'tobit', limit: 3, limits: { zinc: 12 }, side: 'above' }")
        let part = try #require(model.observation.first)
        #expect(
            part.model.measures(of: part.block) == [
                ColumnMeasure(range: -Double.infinity...3, atoms: [3]),
                ColumnMeasure(range: -Double.infinity...12, atoms: [12]),
            ])
    }

    @Test func mistakesAreNamed() throws {
        for (text, words) in [
            (
                "{ type: 'censoredGaussian', limits: { leed: 3 } }",
                "model.observation.continuous.limits.leed: no column that this model describes has that name; they are lead, zinc"
            ),
            ("{ type: 'censoredGaussian', scaleFloor: 0 }", "must be greater than 0, not 0"),
            ("{ type: 'censoredGaussian', limit: Infinity }", "must be a finite number"),
            ("{ type: 'censoredGaussian', limits: { lead: Infinity } }", "limits.lead must be a finite number"),
        ] {
            let error = try #require(throws: LacunaError.self) { try Self.model(text) }
            #expect(error.problems.contains { $0.contains(words) }, "\(error)")
        }
    }

    /// Also where the part is that of the linear model from which the fit starts.
    @Test func mistakesOfTheLinearStartAreNamed() throws {
        let catalog = try ExampleFiles.catalog()
        let configuration = try Configuration.read(
            text: """
                {
                  model: { missingness: "selfMasking" },
                  training: {
                    linearStart: { steps: 5, continuous: { type: "censoredGaussian", limits: { leed: 3, zinc: 2 } } },
                  },
                }
                """, catalog: catalog)
        let table = try Table(rows: [[1, nil], [nil, 2], [3, 4], [2, 3]], columnNames: ["lead", "zinc"])
        let schema = try Schema.infer(from: table, declared: ["lead": .continuous, "zinc": .continuous]).schema
        let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
        let error = try #require(throws: LacunaError.self) {
            try Blueprint(configuration, catalog: catalog).model(for: dataset)
        }
        #expect(
            error.problems == [
                "training.linearStart.continuous.limits.leed: no column that this model describes has that name; they are lead, zinc"
            ])
    }

    @Test func limitsOfModelsInCodeAreNumbers() {
        let model = CensoredGaussianObservation(limit: .nan, limits: ["zinc": .infinity, "lead": 2])
        #expect(model.allProblems().map(\.key) == ["limit", "limits.zinc"])
    }

    /// A probability has no unit: only cells that are not at the limit are divided by the standard deviation.
    @Test func cellsAtTheLimitHaveNoUnit() throws {
        let model = try Self.model("{ type: 'censoredGaussian', limits: { lead: 3 } }")
        let schema = Schema(columns: [
            Column(name: "lead", kind: .continuous, mean: 5, standardDeviation: 2),
            Column(name: "zinc", kind: .continuous, mean: 8, standardDeviation: 4),
        ])
        let dataset = Dataset(
            layout: model.layout, rowCount: 3, values: [-1, 0.5, 0.5, -1, -1, 0], observed: [1, 1, 1, 1, 1, 0])
        let figures = LogLikelihoods(standardised: [-1, -2, -3], dataset: dataset, schema: schema, atoms: model.atoms)
        let expected = [-1 - log(4.0), -2 - log(8.0), -3]
        #expect(zip(figures.original, expected).allSatisfy { abs($0 - $1) < 1e-14 })
    }
}
