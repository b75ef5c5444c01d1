import Foundation
import Lacuna
import Testing

/// Samplers on a model with one latent, a non-linear decoder, a posterior with two modes and an encoder that is wrong: the
/// draws of continuous, binary and categorical cells are those of p(x_m | x_o) by quadrature.
///
/// 300 independent rows with 19 draws each. Means and covariances of all missing features lie within 6 standard errors
/// (two-sided 2e-9, at most 1e-8 with the skewness of products) in at most 20 comparisons. Twenty equally probable bins of
/// each continuous cell: Hotelling's T² stays below 90, which 19 · 299 / 281 · F(19, 281) exceeds with probability 9e-9.
/// False alarms thus lie below 3e-7 a test. Detected with probability .99: a mean that is off by .13 standard deviations, a
/// probability of one half by .06, the share of a bin by three fifths.
@Suite struct NonLinearSamplerTests {
    static let row = [-0.9, 0.4, 1, 0, 1, 0].map { Double(Float($0)) }
    static let limit = 6.0
    static let binLimit = 90.0

    /// The first column alone: two modes, and cells of every kind to draw. The others: both continuous cells.
    static let patterns: [[Double]] = [[1, 0, 0, 0, 0, 0], [0, 0, 1, 1, 1, 1]]

    /// The two modes that the tests are about are there.
    @Test func theLatentHasTwoModes() throws {
        let shares = try BimodalModel().conditional(Self.row, Self.patterns[0]).shares
        let modes = shares.indices.filter { place in
            place > 0 && place < shares.count - 1 && shares[place] > shares[place - 1]
                && shares[place] > shares[place + 1]
        }
        #expect(modes.count == 2)
        let between = shares[modes[0]...modes[1]].min() ?? 1
        #expect(between < 0.1 * min(shares[modes[0]], shares[modes[1]]))
    }

    @Test(arguments: ExactSampler.all, patterns)
    func drawsFollowTheConditional(sampler: ExactSampler, observed: [Double]) throws {
        let bimodal = try BimodalModel()
        let exact = try bimodal.conditional(Self.row, observed)
        let draws = try ConditionalDraws(
            bimodal.model, bimodal.store, sampler.sampler(), row: Self.row, observed: observed,
            rowCount: 300, seed: 29)
        let worst = draws.worstDeviation(mean: exact.mean, covariance: exact.covariance)
        #expect(worst < Self.limit, "moments deviate by \(worst) standard errors")
        for (cell, feature) in exact.features.enumerated() where feature < 2 {
            let boundaries = binBoundaries(in: -8...8, exact.cumulative(feature))
            let distance = draws.binDistance(cell: cell, boundaries: boundaries)
            #expect(distance < Self.binLimit, "the marginal of feature \(feature) deviates by T² = \(distance)")
        }
    }
}
