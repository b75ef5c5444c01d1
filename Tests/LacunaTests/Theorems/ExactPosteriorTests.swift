import Lacuna
import Testing

/// With the exact posterior as q every bound equals log p(x_o), whatever the noise.
///
/// A log K missing from the importance-weighted bound, a swapped mask (missing cells counted instead of observed ones), a
/// wrong constant of a density or a wrong sign of a term each move these values by far more than rounding.
@Suite struct ExactPosteriorTests {
    static let analysis = FactorAnalysis.reference
    static let row = FactorAnalysisReference.row

    private static func estimator(_ name: String) -> Choice<GradientEstimators> {
        name == "total" ? Choice(TotalGradient()) : Choice(StickingTheLanding())
    }

    private static func bounds(_ estimator: String = "total") -> [any Bound] {
        var elbo = EvidenceLowerBound()
        elbo.gradient = Self.estimator(estimator)
        var longer = elbo
        longer.sampleCount = 5
        return [
            elbo, longer, ImportanceWeightedBound(importanceSampleCount: 1, gradient: Self.estimator(estimator)),
            ImportanceWeightedBound(importanceSampleCount: 7, gradient: Self.estimator(estimator)),
        ]
    }

    private static func exactModel(_ pattern: FactorAnalysisReference.Pattern) throws -> LinearGaussianModel {
        let factor = Matrix(2, 2, pattern.latentCovariance).choleskyFactor
        return try LinearGaussianModel(
            analysis, posterior: FullCovarianceGaussianVariationalFamily(),
            head: LinearGaussianModel.fullCovarianceHead(pattern.latentMean, factor))
    }

    @Test func closedFormsOfTheTestsAgreeWithTheReference() {
        var worst = 0.0
        for pattern in FactorAnalysisReference.patterns {
            let (mean, covariance) = Self.analysis.conditional(Self.row, pattern.observed)
            let posterior = Self.analysis.posterior(Self.row, pattern.observed)
            for deviation in [
                abs(Self.analysis.logDensity(Self.row, pattern.observed) - pattern.logDensity),
                largestDeviation(mean, pattern.missingMean),
                largestDeviation(covariance.numbers, pattern.missingCovariance),
                largestDeviation(posterior.mean, pattern.latentMean),
                largestDeviation(posterior.covariance.numbers, pattern.latentCovariance),
            ] { worst = max(worst, deviation) }
        }
        #expect(worst < 1e-13)
    }

    @Test func everyBoundIsExactForEveryNoise() throws {
        var worst = 0.0
        for pattern in FactorAnalysisReference.patterns {
            let exact = try Self.exactModel(pattern)
            for bound in Self.bounds() {
                let probe = try BoundProbe(exact.model, exact.store, bound: bound, rowCount: 3)
                for seed in 0..<20 {
                    let values = probe.replicate(Self.row, pattern.observed, noise: RandomStream(seed: UInt64(seed)))
                    worst = max(
                        worst, largestDeviation(values, [pattern.logDensity, pattern.logDensity, pattern.logDensity]))
                }
            }
        }
        #expect(worst < 2e-12, "a bound deviates from log p by \(worst)")
    }

    /// What stands in a missing cell does not count; in an observed one it does.
    @Test func missingCellsDoNotCount() throws {
        let pattern = FactorAnalysisReference.patterns[3]
        let exact = try Self.exactModel(pattern)
        let probe = try BoundProbe(exact.model, exact.store, bound: Self.bounds()[3], rowCount: 1)
        var row = Self.row
        for place in row.indices where pattern.observed[place] == 0 { row[place] = .nan }
        let values = probe.run(row, pattern.observed, noise: RandomStream(seed: 4))
        #expect(largestDeviation(values, [pattern.logDensity]) < 2e-12)
        row[0] += 0.1
        #expect(largestDeviation(probe.run(row, pattern.observed, noise: RandomStream(seed: 4)), values) > 1e-3)
    }

    /// Sticking the landing has no variance where q is exact: the encoder's gradient is 0 for every noise (Roeder et al.
    /// 2017). The plain gradient is not.
    @Test(arguments: ["stickingTheLanding", "total"])
    func encoderGradientAtTheExactPosterior(estimator: String) throws {
        var smallest = Double.infinity, largest = 0.0
        for pattern in FactorAnalysisReference.patterns {
            let exact = try Self.exactModel(pattern)
            for bound in Self.bounds(estimator) {
                let probe = try BoundProbe(exact.model, exact.store, bound: bound, rowCount: 1, mode: .training)
                for seed in 0..<5 {
                    _ = probe.run(Self.row, pattern.observed, noise: RandomStream(seed: UInt64(seed)))
                    let gradient = try probe.gradient("encoder.network.output.bias")
                    let size = gradient.map(abs).max() ?? 0
                    largest = max(largest, size.isNaN ? .infinity : size)
                    smallest = min(smallest, size)
                }
            }
        }
        if estimator == "total" { #expect(smallest > 1e-3) } else { #expect(largest < 1e-9) }
    }
}
