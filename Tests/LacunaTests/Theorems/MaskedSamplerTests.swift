import Foundation
import Lacuna
import Testing

/// Samplers where cells are missing by their own values, with known curves: draws follow p(x_m | x_o, s).
///
/// Against a normal distribution times the probabilities of being missing, on 500 rows as in `LinearGaussianSamplerTests`,
/// and against quadrature, on 300 as in `NonLinearSamplerTests`, with their limits: false alarms lie below 3e-7 a test. Where
/// the factor is left out of the weights or of a step, some mean is off by four tenths of a standard deviation or more, and
/// what is detected with probability .99 is a third of that.
@Suite struct MaskedSamplerTests {
    typealias Linear = LinearGaussianSamplerTests
    typealias NonLinear = NonLinearSamplerTests

    /// Those that weigh or refresh draws, and need no integral in closed form.
    static let drawing = ExactSampler.all.filter { $0.name != "exactGrid" }

    // MARK: A linear model, by draws

    static let masking = KnownMasking(slopes: [2, 0.5, -1.5, 0.3, -1], offsets: [-0.5, 0, 0.4, 0.2, 0.1])

    private static func check(_ encoder: AffineEncoder, _ sampler: any Sampler) throws {
        let linear = try encoder.model()
        var model = linear.model
        model.missingness = masking
        let exact = MaskedNormal(
            Linear.analysis.conditional(Linear.row, Linear.observed), FactorAnalysis.places(Linear.observed, 0), masking
        )
        let draws = try ConditionalDraws(
            model, linear.store, sampler, row: Linear.row, observed: Linear.observed, rowCount: Linear.rowCount,
            seed: 43)
        let worst = draws.worstDeviation(mean: exact.mean, covariance: exact.covariance)
        #expect(worst < Linear.limit, "moments deviate by \(worst) standard errors")
        for (cell, marginal) in exact.marginals.enumerated() {
            let distance = draws.binDistance(
                cell: cell, boundaries: binBoundaries(in: -8...8, marginal.cumulative))
            #expect(distance < Linear.binLimit, "the marginal of cell \(cell) deviates by T² = \(distance)")
        }
    }

    @Test(arguments: drawing) func drawsFollowTheMaskedNormal(sampler: ExactSampler) throws {
        try Self.check(.wrong(Linear.analysis), sampler.sampler())
    }

    /// What encoders of complete rows should say does not depend on the pattern.
    @Test func pseudoGibbsIsExactWhereTheEncoderIs() throws {
        var sampler = PseudoGibbs()
        sampler.chainCount = ExactSampler.drawCount
        sampler.warmUpSteps = 0
        sampler.steps = 60
        try Self.check(.exact(Linear.analysis), sampler)
    }

    /// The factor matters here: both means move.
    @Test func theMaskMovesTheMeans() {
        let free = Linear.analysis.conditional(Linear.row, Linear.observed)
        let masked = MaskedNormal(free, FactorAnalysis.places(Linear.observed, 0), Self.masking)
        for cell in 0..<2 {
            #expect(abs(masked.mean[cell] - free.mean[cell]) > 0.4 * free.covariance[cell, cell].squareRoot())
        }
    }

    // MARK: A non-linear model with cells of every kind

    private static func check(_ bimodal: BimodalModel, _ sampler: any Sampler, _ observed: [Double]) throws {
        let exact = try bimodal.conditional(NonLinear.row, observed)
        let draws = try ConditionalDraws(
            bimodal.model, bimodal.store, sampler, row: NonLinear.row, observed: observed, rowCount: 300, seed: 47)
        let worst = draws.worstDeviation(mean: exact.mean, covariance: exact.covariance)
        #expect(worst < NonLinear.limit, "moments deviate by \(worst) standard errors")
        for (cell, feature) in exact.features.enumerated() where feature < 2 {
            let distance = draws.binDistance(
                cell: cell, boundaries: binBoundaries(in: -8...8, exact.cumulative(feature)))
            #expect(
                distance < NonLinear.binLimit, "the marginal of feature \(feature) deviates by T² = \(distance)")
        }
    }

    /// Means by integrals where they are asked for; draws by pairs, by chains and by rejection.
    @Test(arguments: ExactSampler.all) func drawsFollowTheMaskedConditional(sampler: ExactSampler) throws {
        try Self.check(
            BimodalModel(masking: BimodalModel.masking, integration: .exact), sampler.sampler(), NonLinear.patterns[0])
    }

    /// A model whose cells cannot be taken one by one: rows are accepted as a whole.
    @Test(arguments: drawing) func drawsFollowWholeRows(sampler: ExactSampler) throws {
        var masking = BimodalModel.masking
        masking.hidesLogOdds = true
        try Self.check(BimodalModel(masking: masking), sampler.sampler(), NonLinear.patterns[1])
    }

    /// Those whose means are not those of chains on their way from the prior.
    static let weighing = ExactSampler.all.filter {
        $0.name != "metropolisWithinGibbs" && $0.name != "adaptiveCollapsedMetropolis"
    }

    /// Means that are imputed, by both integrations, against quadrature: within six standard errors of the rows and .02
    /// standard deviations for the bias of finite samplers.
    @Test(arguments: weighing, [MissingnessIntegration.sampled, .exact])
    func meansAreThoseOfTheMaskedConditional(sampler: ExactSampler, integration: MissingnessIntegration) throws {
        let bimodal = try BimodalModel(masking: BimodalModel.masking, integration: integration)
        let made = try sampler.sampler()
        guard made.problems(with: bimodal.model).isEmpty else {
            #expect(sampler.name == "exactGrid" && integration == .sampled)
            return
        }
        let observed = NonLinear.patterns[0], rowCount = 100
        let dataset = Dataset(
            layout: bimodal.model.layout, rowCount: rowCount,
            values: (0..<rowCount).flatMap { _ in NonLinear.row.map { Float($0) } },
            observed: (0..<rowCount).flatMap { _ in observed.map { UInt8($0) } })
        let run = ImputationRun(
            model: bimodal.model, store: bimodal.store, sampler: made, request: ImputationRequest(isDiagnosed: false),
            batchSize: max(16, made.preferredBatchSize), stream: RandomStream(seed: 53))
        let summary = try run.complete(dataset).summary
        let exact = try bimodal.conditional(NonLinear.row, observed)
        for (cell, feature) in exact.features.enumerated() {
            let imputed = (0..<rowCount).map { Double(summary[$0 * observed.count + feature]) }
            let (mean, error) = meanAndError(imputed)
            let slack = 0.02 * exact.covariance[cell, cell].squareRoot()
            #expect(
                abs(mean - exact.mean[cell]) < 6 * error + slack,
                "feature \(feature): \(mean) ± \(error) for \(exact.mean[cell])")
        }
    }

    // MARK: Rows of the model itself

    /// Simulation-based calibration as in `SimulationBasedCalibrationTests`, of 600 rows, with patterns drawn from the model
    /// too: ranks of hidden cells among their draws are uniform, those of binary and one-hot features with ties broken at
    /// random. The chi-square statistic of six features stays below 70 each: false alarms below 6e-7.
    @Test(arguments: ExactSampler.all) func ranksAreUniform(sampler: ExactSampler) throws {
        let isGrid = sampler.name == "exactGrid"
        let bimodal = try BimodalModel(masking: BimodalModel.masking, integration: isGrid ? .exact : .sampled)
        let rowCount = 600, width = OneLatentModel.featureCount
        let truth = try bimodal.rows(rowCount, seed: 59)
        let dataset = Dataset(
            layout: bimodal.model.layout, rowCount: rowCount, values: truth.flatMap { $0.map { Float($0) } },
            observed: bimodal.patterns(of: truth, seed: 61).flatMap { $0 })
        let made = try sampler.sampler()
        let run = ImputationRun(
            model: bimodal.model, store: bimodal.store, sampler: made,
            request: ImputationRequest(drawCount: ExactSampler.drawCount, isDiagnosed: false),
            batchSize: max(16, made.preferredBatchSize), stream: RandomStream(seed: 67))
        let draws = try run.complete(dataset).draws
        var ties = RandomStream(seed: 71)
        for feature in 0..<width {
            var counts = [Double](repeating: 0, count: ExactSampler.drawCount + 1)
            for row in 0..<rowCount where dataset.observed[row * width + feature] == 0 {
                let place = row * width + feature
                let hidden = Float(truth[row][feature])
                let below = draws.count { $0[place] < hidden }, equal = draws.count { $0[place] == hidden }
                counts[below + ties.integer(below: equal + 1)] += 1
            }
            let expected = counts.reduce(0, +) / Double(counts.count)
            #expect(expected > 10)
            let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
            #expect(
                statistic < SimulationBasedCalibrationTests.limit,
                "chi-square is \(statistic) for feature \(feature): \(counts)")
        }
    }
}
