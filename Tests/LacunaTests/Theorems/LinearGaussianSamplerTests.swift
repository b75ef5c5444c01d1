import Foundation
import Lacuna
import Testing

/// Samplers on a linear-Gaussian model whose encoder is wrong: mean, covariance and marginals of their draws are those of
/// p(x_m | x_o), in closed form; of draws without a correction they are not.
///
/// 500 independent rows with 19 draws each. Means, variances and the covariance lie within 6 standard errors (two-sided
/// 2e-9; at most 1e-8 with the skewness of products) in 5 comparisons. Twenty equally probable bins of each of the two
/// marginals: Hotelling's T² stays below 84, which 19 · 499 / 481 · F(19, 481) exceeds with probability 9e-9. False alarms
/// thus lie below 1e-7 a test. Detected with probability .99: a mean that is off by a tenth of a standard deviation, a
/// variance by an eighth, the share of a bin by a half.
@Suite struct LinearGaussianSamplerTests {
    static let analysis = FactorAnalysis(
        loadings: Matrix(5, 2, [0.9, -0.3, 0.5, 0.8, -0.7, 0.4, 0.2, 1.1, 0.6, -0.6]),
        mean: [0.5, -1, 0, 2, 0.25], scales: [0.7, 0.8, 0.6, 0.9, 0.7])
    static let row = [1.1, -0.4, 0.7, 1.2, 0.6].map { Double(Float($0)) }
    static let observed = [0.0, 1, 0, 1, 1]
    static let limit = 6.0
    static let binLimit = 84.0
    static let rowCount = 500

    static func draws(
        _ encoder: AffineEncoder, _ sampler: any Sampler, observed: [Double] = observed
    ) throws -> ConditionalDraws {
        let linear = try encoder.model()
        return try ConditionalDraws(
            linear.model, linear.store, sampler, row: row, observed: observed, rowCount: rowCount, seed: 23)
    }

    /// Moments and marginals of draws against a normal distribution.
    static func check(_ draws: ConditionalDraws, _ mean: [Double], _ covariance: Matrix) {
        let worst = draws.worstDeviation(mean: mean, covariance: covariance)
        #expect(worst < limit, "moments deviate by \(worst) standard errors")
        let standard = binBoundaries(in: -8...8, normalCumulative)
        for cell in mean.indices {
            let deviation = covariance[cell, cell].squareRoot()
            let distance = draws.binDistance(cell: cell, boundaries: standard.map { mean[cell] + deviation * $0 })
            #expect(distance < binLimit, "the marginal of cell \(cell) deviates by T² = \(distance)")
        }
    }

    @Test(arguments: ExactSampler.all) func drawsFollowTheConditional(sampler: ExactSampler) throws {
        let exact = Self.analysis.conditional(Self.row, Self.observed)
        let draws = try Self.draws(.wrong(Self.analysis), sampler.sampler())
        Self.check(draws, exact.mean, exact.covariance)
    }

    /// Every sampler of the catalog is put to these tests, or known to approximate.
    @Test func everySamplerIsTested() throws {
        let names = try Catalog.bundled().components(in: Samplers.self).map(\.name)
        #expect(Set(names) == Set(ExactSampler.all.map(\.name) + ["pseudoGibbs"]))
    }

    private static var pseudoGibbs: PseudoGibbs {
        var sampler = PseudoGibbs()
        sampler.chainCount = ExactSampler.drawCount
        sampler.warmUpSteps = 0
        sampler.steps = 40
        return sampler
    }

    @Test func pseudoGibbsIsExactWhereTheEncoderIs() throws {
        let exact = Self.analysis.conditional(Self.row, Self.observed)
        Self.check(try Self.draws(.exact(Self.analysis), Self.pseudoGibbs), exact.mean, exact.covariance)
    }

    /// Where the encoder is wrong, pseudo-Gibbs has the moments of a distribution of its own: its bias here is four tenths
    /// of a standard deviation, and a quarter of the variance.
    @Test func pseudoGibbsIsAsWrongAsTheEncoder() throws {
        let exact = Self.analysis.conditional(Self.row, Self.observed)
        let encoder = AffineEncoder.wrong(Self.analysis)
        let stationary = encoder.pseudoGibbs(Self.row, Self.observed)
        for (i, mean) in stationary.mean.enumerated() {
            #expect(abs(mean - exact.mean[i]) > 0.35 * exact.covariance[i, i].squareRoot())
            #expect(stationary.covariance[i, i] > 1.2 * exact.covariance[i, i])
        }
        let draws = try Self.draws(encoder, Self.pseudoGibbs)
        Self.check(draws, stationary.mean, stationary.covariance)
        #expect(draws.worstDeviation(mean: exact.mean, covariance: exact.covariance) > 40)
    }
}
