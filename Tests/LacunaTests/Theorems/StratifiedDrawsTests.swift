import Foundation
import Lacuna
import Testing

/// Draws of missing cells (multiple imputation) under a stratified mixture against the closed form of a linear-Gaussian
/// model, where a third of the weight lies in the last tile, of which half the places do not count.
///
/// With p(z | x_o) = N(m, L Lᵀ), q has three normal components at m and m ± L e₂, with weights .5 and .25 and scales of .9
/// along L e₂, so that log w depends on one number alone, which is standard normal under p. The 165 draws of a row are worth
/// 138 (numerical integration), and weighing them by their own sum shifts variances by 1.2e-3 of themselves, a twentieth of
/// the tolerance, and means not at all.
@Suite struct StratifiedDrawsTests {
    /// A component lies at shift · L e₂, and is narrower by the scale in this direction.
    private static let shifts = [-1.0, 0, 1], weights = [0.25, 0.5, 0.25], scale = 0.9

    private static func linear(_ pattern: FactorAnalysisReference.Pattern) throws -> LinearGaussianModel {
        let factor = Matrix(2, 2, pattern.latentCovariance).choleskyFactor
        var narrow = factor
        narrow[1, 1] *= scale
        let heads = shifts.flatMap { shift in
            LinearGaussianModel.fullCovarianceHead(
                [pattern.latentMean[0], pattern.latentMean[1] + shift * factor[1, 1]], narrow)
        }
        let family = MixtureVariationalFamily(
            componentCount: 3, component: FullCovarianceGaussianVariationalFamily(), sampling: .stratified, spread: 0)
        var bound = StratifiedImportanceWeightedBound()
        bound.gradient = Choice(TotalGradient())
        return try LinearGaussianModel(
            FactorAnalysis.reference, posterior: family, head: weights.map { log($0) } + heads, bound: bound)
    }

    /// Each row gives one number of each moment, and rows are independent: 6 standard errors over 600 rows are exceeded by
    /// any of the 14 moments with a probability below 1e-7 (Student's t with 599 degrees of freedom). Draws from wrong
    /// places of the last tile come from wrong strata, and shift means by twenty standard errors.
    @Test func drawsFollowTheConditional() throws {
        let pattern = FactorAnalysisReference.patterns[2]
        let linear = try Self.linear(pattern)
        let row = FactorAnalysisReference.row.map { Double(Float($0)) }
        let (mean, covariance) = FactorAnalysis.reference.conditional(row, pattern.observed)
        let rowCount = 600
        let dataset = Dataset(
            layout: linear.model.layout, rowCount: rowCount,
            values: (0..<rowCount).flatMap { _ in row.map { Float($0) } },
            observed: (0..<rowCount).flatMap { _ in pattern.observed.map { UInt8($0) } })
        let tiling = DrawTiling(sampleCount: 164, stratumCount: linear.model.posterior.stratumCount)
        #expect(tiling.tileCount == 2 && tiling.sampleCount == 165 && tiling.keptCount(inTile: 1) == 18)
        let run = ImputationRun(
            model: linear.model, store: linear.store, sampler: ImportanceResampling(sampleCount: 164),
            request: ImputationRequest(drawCount: 50), batchSize: 20, stream: RandomStream(seed: 21))
        let completed = try run.complete(dataset)
        let sizes = completed.diagnostics.map { $0?.effectiveSampleSize ?? 0 }
        #expect(abs(sizes.reduce(0, +) / Double(rowCount) - 138) < 5)
        let missing = FactorAnalysis.places(pattern.observed, 0)
        func check(_ what: String, _ exact: Double, _ unit: Double, _ moment: ([Double]) -> Double) {
            let averages = (0..<rowCount).map { index in
                let sum = completed.draws.reduce(0.0) { sum, draw in
                    sum + moment(missing.enumerated().map { Double(draw[index * row.count + $1]) - mean[$0] })
                }
                return sum / Double(completed.draws.count)
            }
            let (average, error) = meanAndError(averages)
            #expect(error < 0.013 * unit, "\(what) \(error / unit)")
            #expect(abs(average - exact) < 6 * error, "\(what): \((average - exact) / error) standard errors")
        }
        for i in missing.indices {
            check("mean \(i)", 0, covariance[i, i].squareRoot()) { $0[i] }
            for j in 0...i {
                let unit = (covariance[i, i] * covariance[j, j]).squareRoot()
                check("covariance \(i) \(j)", covariance[i, j], unit) { $0[i] * $0[j] }
            }
        }
    }
}
