import Foundation
import Lacuna
import Testing

/// The integral over a grid of latents against closed forms, quadrature and itself.
@Suite struct GridLogLikelihoodTests {
    private static func integrate(
        _ model: ComposedModel, _ store: ParameterStore, _ dataset: Dataset, points: Int = 500,
        threadCount: Int = 1
    ) throws -> GridLogLikelihood.Result {
        try GridLogLikelihood(model: model, store: store, sidePointCount: points, threadCount: threadCount)
            .integrate(dataset)
    }

    private static func linear(_ analysis: FactorAnalysis) throws -> LinearGaussianModel {
        try LinearGaussianModel(
            analysis, posterior: GaussianVariationalFamily(),
            head: [Double](repeating: 0, count: 2 * analysis.latentDimension))
    }

    // MARK: Against the truth

    @Test func twoLatentsReachTheLinearGaussianDensity() throws {
        let example = try Self.linear(LikelihoodExample.analysis)
        let result = try Self.integrate(example.model, example.store, LikelihoodExample.dataset())
        let exact = LikelihoodExample.patterns.map {
            LikelihoodExample.analysis.logDensity(LikelihoodExample.row, $0)
        }
        #expect(largestDeviation(result.logDensities, exact) < 1e-10)
        // The narrowest posterior has a standard deviation of one coarse spacing.
        #expect(result.largestCoarseChange < 1e-7)
        #expect(abs(result.priorMass - 1) < 1e-10)
    }

    @Test func oneLatentReachesTheLinearGaussianDensity() throws {
        let analysis = LinearGaussianFitTests.truth
        let example = try Self.linear(analysis)
        let patterns: [[Double]] = [[1, 1, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0]]
        let row = [0.5, -1.25, 0.75, 2.5]
        let dataset = Dataset(
            layout: continuousLayout(4), rowCount: 3, values: (0..<3).flatMap { _ in row.map { Float($0) } },
            observed: patterns.flatMap { $0.map { UInt8($0) } })
        for points in [300, 499, 500, 513, 1024, 1025, 1500] {
            let result = try Self.integrate(example.model, example.store, dataset, points: points)
            let exact = patterns.map { analysis.logDensity(row, $0) }
            #expect(largestDeviation(result.logDensities, exact) < 1e-10, "\(points) points")
        }
    }

    @Test func mixedTablesAgreeWithQuadrature() throws {
        for observation in QuadratureTests.observations {
            let example = try OneLatentModel(observation)
            let row = QuadratureTests.row.map { Double(Float($0)) }
            let patterns = QuadratureTests.patterns
            let dataset = Dataset(
                layout: example.model.layout, rowCount: patterns.count,
                values: patterns.flatMap { _ in row.map { Float($0) } },
                observed: patterns.flatMap { $0.map { UInt8($0) } })
            let result = try Self.integrate(example.model, example.store, dataset)
            let exact = try patterns.map { try example.quadrature(row, $0).logDensity }
            #expect(largestDeviation(result.logDensities, exact) < 1e-9)
        }
    }

    // MARK: The grid itself

    /// With an odd number of points every other one makes a grid of its own, whose integral is known otherwise.
    @Test(arguments: [(1, 501), (1, 1025), (1, 2001), (2, 101), (2, 601)])
    func everyOtherPointIsAGrid(dimension: Int, points: Int) throws {
        let analysis = dimension == 1 ? LinearGaussianFitTests.truth : LikelihoodExample.analysis
        let example = try Self.linear(analysis)
        let width = analysis.featureCount
        let dataset = Dataset(
            layout: continuousLayout(width), rowCount: 2, values: (0..<2 * width).map { Float($0 % 3) },
            observed: (0..<2 * width).map { $0 < width ? 1 : UInt8($0 % 2) })
        let fine = try Self.integrate(example.model, example.store, dataset, points: points)
        let coarse = try Self.integrate(example.model, example.store, dataset, points: (points + 1) / 2)
        #expect(largestDeviation(fine.coarseLogDensities, coarse.logDensities) < 1e-10)
    }

    /// A posterior narrower than the spacing shows in the change without every other point.
    @Test func gridsThatAreTooCoarseAreNoticed() throws {
        let example = try Self.linear(LikelihoodExample.analysis)
        let dataset = LikelihoodExample.dataset([[1, 1, 1, 1, 1]])
        let result = try Self.integrate(example.model, example.store, dataset, points: 60)
        #expect(result.largestCoarseChange > 0.3)
        let exact = LikelihoodExample.analysis.logDensity(LikelihoodExample.row, [1, 1, 1, 1, 1])
        #expect(abs(result.logDensities[0] - exact) > 0.01)
    }

    /// Rows run in blocks of 16, the last of which reaches back.
    @Test func rowsBesideChangeNothing() throws {
        let dataset = TrainingExample.dataset(rowCount: 37)
        let training = try TrainingExample.training(dataset)
        let model = TrainingExample.model(dataset.layout)
        let all = try Self.integrate(model, training.store, dataset, points: 60)
        for threadCount in [2, 3] {
            #expect(
                try Self.integrate(model, training.store, dataset, points: 60, threadCount: threadCount) == all)
        }
        for rows in [[0], [20], [36], Array(5..<15), (0..<37).reversed()] {
            let some = try Self.integrate(model, training.store, dataset.subset(rows: rows), points: 60)
            #expect(some.logDensities == rows.map { all.logDensities[$0] })
        }
    }

    /// An observation model that wants the decoder's output for each row gets it.
    @Test func theHeadIsRepeatedWhereItHasToBe() throws {
        let plain = try OneLatentModel(GaussianObservation())
        let picky = try OneLatentModel(PickyObservation())
        let dataset = Dataset(
            layout: plain.model.layout, rowCount: 3, values: (0..<18).map { Float($0 % 2) },
            observed: (0..<18).map { UInt8($0 % 3 == 0 ? 0 : 1) })
        let expected = try Self.integrate(plain.model, plain.store, dataset, points: 100)
        #expect(try Self.integrate(picky.model, picky.store, dataset, points: 100) == expected)
        // So does the sampler on a grid.
        let imputed = try [plain, picky].map { example in
            try ImputationRun(
                model: example.model, store: example.store, sampler: ExactGrid(), request: ImputationRequest(),
                stream: RandomStream(seed: 1)
            ).complete(dataset).summary
        }
        #expect(imputed[0] == imputed[1])
    }

    // MARK: What is refused

    @Test func priorsThatDoNotFitTheGridAreRefused() throws {
        let example = try OneLatentModel(GaussianObservation())
        let dataset = Dataset(
            layout: example.model.layout, rowCount: 1, values: [0, 0, 0, 1, 0, 0], observed: [1, 1, 1, 1, 1, 1])
        // Φ(1) − Φ(−1) = 0.68 of a normal distribution as wide as the grid; nothing of one that lies between the points.
        for (deviation, mass) in [(10.0, "0.68"), (1e-3, "0.0 ")] {
            var model = example.model
            var prior = ScaledPrior()
            prior.deviation = deviation
            model.prior = prior
            let error = #expect(throws: LacunaError.self) {
                try Self.integrate(model, example.store, dataset)
            }
            #expect(error?.kind == .configuration)
            #expect(error?.problems.first?.contains("testScaled has a mass of \(mass)") == true, "\(error as Any)")
        }
    }

    @Test func dimensionsAndPointsOutOfRangeAreRefused() throws {
        let dataset = TrainingExample.dataset(rowCount: 5)
        let store = try TrainingExample.training(dataset).store
        func problem(_ dimension: Int, _ points: Int) -> String? {
            let model = TrainingExample.model(dataset.layout, latentDimension: dimension)
            let error = #expect(throws: LacunaError.self) {
                try GridLogLikelihood(model: model, store: store, sidePointCount: points)
            }
            return error?.problems.first
        }
        #expect(problem(3, 500)?.contains("1 or 2 latents, but model.latentDimension is 3") == true)
        #expect(problem(2, 9)?.contains("between 10 and 10000 points a side, not 9") == true)
    }

    @Test func valuesThatAreNotFiniteAreAnError() throws {
        let example = try Self.linear(LikelihoodExample.analysis)
        try example.store.set("decoder.network.output.bias", [.nan, 0, 0, 0, 0])
        let dataset = LikelihoodExample.dataset([[0, 1, 1, 1, 1], [1, 1, 1, 1, 1]])
        let error = #expect(throws: LacunaError.self) {
            try Self.integrate(example.model, example.store, dataset, points: 20)
        }
        #expect(error?.kind == .work)
        #expect(error?.problems.first?.hasPrefix("row 2 of the table has no finite log-likelihood") == true)
    }

    @Test func integratingCanBeStopped() throws {
        let example = try Self.linear(LikelihoodExample.analysis)
        let grid = try GridLogLikelihood(model: example.model, store: example.store, sidePointCount: 50)
        let error = #expect(throws: LacunaError.self) {
            try grid.integrate(LikelihoodExample.dataset(), shouldStop: { true })
        }
        #expect(error?.kind == .interrupted)
    }
}

/// Independent normal latents of any width.
private struct ScaledPrior: Prior {
    static let name = "testScaled"
    static let summary = "normal latents of a given width"

    var deviation = 1.0

    func logDensity(of latent: Tensor, in context: PriorContext) -> Tensor {
        latent.tape.gaussianLogDensity(
            latent, mean: latent.tape.constant(0), standardDeviation: latent.tape.constant(deviation))
    }

    func sample(_ shape: TensorShape, purpose: String, in context: PriorContext) -> Tensor {
        context.tape.normalNoise(shape, purpose: purpose) * deviation
    }
}

/// Normal columns that refuse rows other than the head's.
private struct PickyObservation: ObservationModel {
    static let name = "testPicky"
    static let summary = "normal columns with as many rows as the head"
    static let kinds: Set<ColumnKind> = [.continuous]

    func headWidth(for block: ColumnBlock) -> Int { GaussianObservation().headWidth(for: block) }

    func distribution(head: Tensor, block: ColumnBlock, in scope: ParameterScope) -> any ConditionalDistribution {
        Recorded(
            inner: GaussianObservation().distribution(head: head, block: block, in: scope), rows: head.shape.rows)
    }

    private struct Recorded: ConditionalDistribution {
        var inner: any ConditionalDistribution
        var rows: Int

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            if values.shape.rows != rows { values.tape.fail("\(values.shape.rows) rows, but \(rows) in the head") }
            return inner.logDensity(of: values, observed: observed)
        }

        func mean() -> Tensor { inner.mean() }
        func sample(purpose: String) -> Tensor { inner.sample(purpose: purpose) }
    }
}
