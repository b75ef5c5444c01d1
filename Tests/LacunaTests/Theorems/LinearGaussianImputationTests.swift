import Foundation
import Lacuna
import Testing

/// Imputations of a linear-Gaussian model against its closed forms.
///
/// Tolerances are 6 standard errors of the effective sample size that the run reports (two-sided 2e-9 a comparison, with
/// fewer than 200 comparisons a test: false alarms below 1e-6). A swapped mask, weights without the prior or without
/// log q, or draws that do not follow their weights shift results by many times that.
@Suite struct LinearGaussianImputationTests {
    static let analysis = FactorAnalysis.reference
    static let row = FactorAnalysisReference.row.map { Double(Float($0)) }
    static let limit = 6.0

    /// The patterns with missing cells; the head is wider than every posterior, but not by too much.
    private static func complete(_ request: ImputationRequest, sampleCount: Int) throws -> [(
        pattern: [Double], Imputations
    )] {
        try FactorAnalysisReference.patterns.filter { $0.observed.contains(0) }.map { pattern in
            let spread = [0, 3].map { 1.3 * pattern.latentCovariance[$0].squareRoot() }
            let linear = try LinearGaussianModel(
                analysis, posterior: GaussianVariationalFamily(),
                head: LinearGaussianModel.gaussianHead(pattern.latentMean.map { $0 + 0.05 }, spread))
            let dataset = Dataset(
                layout: linear.model.layout, rowCount: 1, values: row.map { Float($0) },
                observed: pattern.observed.map { UInt8($0) })
            let run = ImputationRun(
                model: linear.model, store: linear.store, sampler: ImportanceResampling(sampleCount: sampleCount),
                request: request, stream: RandomStream(seed: 17))
            return (pattern.observed, try run.complete(dataset))
        }
    }

    @Test func meansAndDrawsFollowTheConditional() throws {
        let drawCount = 4000
        let results = try Self.complete(ImputationRequest(drawCount: drawCount), sampleCount: 20_000)
        var worstMean = 0.0, worstDrawMean = 0.0, worstCovariance = 0.0
        for (pattern, imputations) in results {
            let (mean, covariance) = Self.analysis.conditional(Self.row, pattern)
            let missing = FactorAnalysis.places(pattern, 0)
            let size = try #require(imputations.diagnostics[0]).effectiveSampleSize
            #expect(size > 2000, "pattern \(pattern): the effective sample size is \(size)")
            // Draws share latents, so that both their number and that of the latents limit what they are worth.
            let worth = 1 / (1 / Double(drawCount) + 1 / size)
            for (i, column) in missing.enumerated() {
                let deviation = covariance[i, i].squareRoot()
                let imputed = Double(imputations.summary[column])
                worstMean = max(worstMean, abs(imputed - mean[i]) / deviation * size.squareRoot())
                let draws = imputations.draws.map { Double($0[column]) }
                let drawn = meanAndError(draws)
                worstDrawMean = max(worstDrawMean, abs(drawn.mean - mean[i]) / deviation * worth.squareRoot())
                for (j, other) in missing.enumerated() where j <= i {
                    var moment = 0.0
                    for (x, draw) in zip(draws, imputations.draws) {
                        moment += (x - mean[i]) * (Double(draw[other]) - mean[j])
                    }
                    let product = covariance[i, i] * covariance[j, j] + covariance[i, j] * covariance[i, j]
                    let error = (product / worth).squareRoot()
                    worstCovariance = max(
                        worstCovariance, abs(moment / Double(drawCount) - covariance[i, j]) / error)
                }
            }
        }
        #expect(worstMean < Self.limit)
        #expect(worstDrawMean < Self.limit)
        #expect(worstCovariance < Self.limit)
    }

    @Test func quantilesFollowTheConditional() throws {
        let levels = [0.1, 0.5, 0.9]
        let normalQuantiles = [-1.2815515655446004, 0, 1.2815515655446004]
        let results = try Self.complete(
            ImputationRequest(summary: .median, quantiles: levels), sampleCount: 20_000)
        var worst = 0.0
        for (pattern, imputations) in results {
            let (mean, covariance) = Self.analysis.conditional(Self.row, pattern)
            let size = try #require(imputations.diagnostics[0]).effectiveSampleSize
            for (i, column) in FactorAnalysis.places(pattern, 0).enumerated() {
                let deviation = covariance[i, i].squareRoot()
                for (index, level) in levels.enumerated() {
                    let z = normalQuantiles[index]
                    let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
                    let error = (level * (1 - level) / size).squareRoot() / density
                    let quantile = (Double(imputations.quantiles[index][column]) - mean[i]) / deviation
                    worst = max(worst, abs(quantile - z) / error)
                    if level == 0.5 {
                        #expect(imputations.summary[column] == imputations.quantiles[index][column])
                    }
                }
            }
        }
        #expect(worst < Self.limit)
    }
}
