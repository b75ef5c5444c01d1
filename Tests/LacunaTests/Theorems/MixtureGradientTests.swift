import Foundation
import Lacuna
import Testing

/// Gradients of mixtures: estimators that promise the same mean have it, and vanish where q is exact.
@Suite struct MixtureGradientTests {
    private static let head = LinearGaussianModel.mixtureHead(
        [0.4, -0.2], [[0.7, -0.5], [-0.4, 0.6]], [[0.5, 0.7], [0.9, 0.6]])

    private static func mixture(_ sampling: String) -> MixtureVariationalFamily {
        MixtureVariationalFamily(
            componentCount: 2, component: GaussianVariationalFamily(),
            sampling: sampling == "stratified" ? .stratified : .ancestral)
    }

    /// Mean gradients of the head by batch: rows of one batch share the head.
    private static func gradients(
        _ sampling: String, _ bound: any LogWeightBound, batches: Int = 300, rowCount: Int = 100
    ) throws -> [(mean: Double, error: Double)] {
        let linear = try LinearGaussianModel(
            BoundsReference.analysis, posterior: mixture(sampling), head: head, bound: bound)
        let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: rowCount, mode: .training)
        var columns = [[Double]](repeating: [], count: head.count)
        for batch in 0..<batches {
            _ = probe.replicate(
                BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 17).child(batch))
            for (cell, number) in try probe.gradient("encoder.network.output.bias").enumerated() {
                columns[cell].append(number / Double(rowCount))
            }
        }
        return columns.map { meanAndError($0) }
    }

    private static func bound(_ name: String, _ gradient: any GradientEstimator) -> any LogWeightBound {
        switch name {
        case "evidenceLowerBound":
            var bound = EvidenceLowerBound()
            bound.gradient = Choice(gradient)
            return bound
        case "stratifiedEvidenceLowerBound":
            var bound = StratifiedEvidenceLowerBound()
            bound.gradient = Choice(gradient)
            return bound
        case "importanceWeighted": return ImportanceWeightedBound(importanceSampleCount: 4, gradient: Choice(gradient))
        default:
            var bound = StratifiedImportanceWeightedBound()
            bound.importanceSampleCount = 2
            bound.loose = name == "loose"
            bound.gradient = Choice(gradient)
            return bound
        }
    }

    /// 10 cells a pair, two-sided, six standard errors of a mean over 300 batches: false alarms below 1e-6. Most gradients
    /// are above a tenth, and their standard errors below a hundredth.
    private static func expectSameMean(
        _ first: [(mean: Double, error: Double)], _ second: [(mean: Double, error: Double)], _ comment: String
    ) {
        for (cell, (a, b)) in zip(first, second).enumerated() {
            let allowed = 6 * (a.error * a.error + b.error * b.error).squareRoot()
            #expect(abs(a.mean - b.mean) < allowed, "\(comment), cell \(cell): \(a.mean) and \(b.mean)")
            #expect(allowed < 0.16, "\(comment): too noisy to tell")
        }
    }

    /// Sticking the landing for the evidence lower bound, double reparametrisation for every bound.
    @Test(arguments: ["stratifiedEvidenceLowerBound", "stratifiedImportanceWeighted", "loose"])
    func estimatorsAgreeForStrata(name: String) throws {
        let plain = try Self.gradients("stratified", Self.bound(name, TotalGradient()))
        let twice = try Self.gradients("stratified", Self.bound(name, DoublyReparametrised()))
        Self.expectSameMean(plain, twice, "\(name), doubly reparametrised")
        #expect(plain.contains { abs($0.mean) > 0.1 })
        guard name == "stratifiedEvidenceLowerBound" else { return }
        let path = try Self.gradients("stratified", Self.bound(name, StickingTheLanding()))
        Self.expectSameMean(plain, path, "\(name), sticking the landing")
    }

    /// Implicit reparametrisation and draws from every component have the same gradient in the mean.
    @Test func ancestralAgreesWithStratified() throws {
        let strata = try Self.gradients("stratified", Self.bound("stratifiedEvidenceLowerBound", TotalGradient()))
        let whole = try Self.gradients("ancestral", Self.bound("evidenceLowerBound", TotalGradient()), batches: 600)
        Self.expectSameMean(strata, whole, "evidence lower bound")
    }

    @Test func estimatorsAgreeForAncestralDraws() throws {
        let plain = try Self.gradients("ancestral", Self.bound("importanceWeighted", TotalGradient()), batches: 600)
        let twice = try Self.gradients(
            "ancestral", Self.bound("importanceWeighted", DoublyReparametrised()), batches: 600)
        Self.expectSameMean(plain, twice, "importance-weighted")
    }

    /// Where q is the exact posterior, every draw has the same weight and nothing is left to learn: with one latent, so that
    /// a diagonal family can be exact, the estimators that leave the score out vanish draw by draw.
    @Test(arguments: ["stratifiedEvidenceLowerBound", "stratifiedImportanceWeighted", "loose"])
    func doublyReparametrisedGradientsVanishAtTheOptimum(name: String) throws {
        let analysis = FactorAnalysis(
            loadings: Matrix(2, 1, [0.8, -0.5]), mean: [0.1, -0.2], scales: [0.5, 0.7])
        let row = [0.9, -0.6], observed = [1.0, 1.0]
        let precision = 1 + 0.64 / 0.25 + 0.25 / 0.49
        let mean = (0.8 * 0.8 / 0.25 - 0.5 * -0.4 / 0.49) / precision
        let deviation = 1 / precision.squareRoot()
        let head = LinearGaussianModel.mixtureHead([0.4, -0.2], [[mean], [mean]], [[deviation], [deviation]])
        let bound = Self.bound(name, DoublyReparametrised())
        let linear = try LinearGaussianModel(analysis, posterior: Self.mixture("stratified"), head: head, bound: bound)
        let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 20, mode: .training)
        let values = probe.replicate(row, observed, noise: RandomStream(seed: 3))
        let exact = analysis.logDensity(row, observed)
        #expect(values.allSatisfy { abs($0 - exact) < 1e-12 })
        let gradient = try probe.gradient("encoder.network.output.bias")
        #expect(gradient.allSatisfy { abs($0) < 1e-10 }, "\(gradient)")
    }
}
