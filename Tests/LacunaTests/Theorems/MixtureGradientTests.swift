import Foundation
import Lacuna
import Testing

/// Gradients of mixtures: estimators that promise the same mean have it, and vanish where q is exact.
@Suite struct MixtureGradientTests {
    /// Components apart by about two standard deviations in the first latent, and beside the posterior: what the paths of
    /// strata and mixture differ by moves a gradient by more than six times what is allowed for.
    private static let head = LinearGaussianModel.mixtureHead(
        [0.4, -0.2], [[1.0, -0.3], [-0.2, -0.6]], [[0.4, 0.6], [0.5, 0.5]])

    private static func mixture(_ sampling: String, _ component: String) -> MixtureVariationalFamily {
        let sampling: MixtureVariationalFamily.Sampling = sampling == "stratified" ? .stratified : .ancestral
        return component == "studentT"
            ? MixtureVariationalFamily(
                componentCount: 2, component: StudentTVariationalFamily(), sampling: sampling, spread: 0)
            : MixtureVariationalFamily(
                componentCount: 2, component: GaussianVariationalFamily(), sampling: sampling, spread: 0)
    }

    /// Mean gradients of the head, cell by cell, one for each batch: rows of one batch share the head.
    private static func gradients(
        _ sampling: String, _ bound: any LogWeightBound, component: String, batches: Int = 300
    ) throws -> [[Double]] {
        let linear = try LinearGaussianModel(
            BoundsReference.analysis, posterior: mixture(sampling, component), head: head, bound: bound)
        // Transport of Student's t components takes several times as long.
        let rowCount = component == "studentT" ? 40 : 100
        let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: rowCount, mode: .training)
        var columns = [[Double]](repeating: [], count: head.count)
        for batch in 0..<batches {
            _ = probe.replicate(
                BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 17).child(batch))
            for (cell, number) in try probe.gradient("encoder.network.output.bias").enumerated() {
                columns[cell].append(number / Double(rowCount))
            }
        }
        return columns
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

    /// 10 cells a pair and 12 pairs in all, two-sided, six standard errors of a mean over 300 batches: false alarms below
    /// 1e-6. With the same draws, the difference has a standard error of its own, well below that of the two.
    private static func expectSameMean(
        _ first: [[Double]], _ second: [[Double]], sharesDraws: Bool, _ comment: String
    ) {
        for (cell, (a, b)) in zip(first, second).enumerated() {
            let (means, error): ([Double], Double)
            if sharesDraws {
                means = [meanAndError(zip(a, b).map { $0 - $1 }).mean, 0]
                error = meanAndError(zip(a, b).map { $0 - $1 }).error
            } else {
                let both = [a, b].map { meanAndError($0) }
                means = both.map(\.mean)
                error = (both[0].error * both[0].error + both[1].error * both[1].error).squareRoot()
            }
            #expect(abs(means[0] - means[1]) < 6 * error + 1e-12, "\(comment), cell \(cell)")
            #expect(6 * error < (sharesDraws ? 0.13 : 0.3), "\(comment): too noisy to tell")
        }
        #expect(first.contains { abs(meanAndError($0).mean) > 0.1 })
    }

    static let components = ["gaussian", "studentT"]

    /// Sticking the landing for the evidence lower bound, double reparametrisation for every bound.
    @Test(arguments: ["stratifiedEvidenceLowerBound", "stratifiedImportanceWeighted", "loose"], components)
    func estimatorsAgreeForStrata(name: String, component: String) throws {
        func gradients(_ estimator: any GradientEstimator) throws -> [[Double]] {
            try Self.gradients("stratified", Self.bound(name, estimator), component: component)
        }
        let plain = try gradients(TotalGradient())
        let twice = try gradients(DoublyReparametrised())
        Self.expectSameMean(plain, twice, sharesDraws: true, "\(name), doubly reparametrised")
        guard name == "stratifiedEvidenceLowerBound" else { return }
        let path = try gradients(StickingTheLanding())
        Self.expectSameMean(plain, path, sharesDraws: true, "\(name), sticking the landing")
    }

    /// Implicit reparametrisation and draws from every component have the same gradient in the mean.
    @Test(arguments: components) func ancestralAgreesWithStratified(component: String) throws {
        let strata = try Self.gradients(
            "stratified", Self.bound("stratifiedEvidenceLowerBound", TotalGradient()), component: component)
        let whole = try Self.gradients(
            "ancestral", Self.bound("evidenceLowerBound", TotalGradient()), component: component, batches: 600)
        Self.expectSameMean(strata, whole, sharesDraws: false, "evidence lower bound")
    }

    @Test(arguments: components) func estimatorsAgreeForAncestralDraws(component: String) throws {
        let both = try [TotalGradient(), DoublyReparametrised()].map { (estimator: any GradientEstimator) in
            try Self.gradients("ancestral", Self.bound("importanceWeighted", estimator), component: component)
        }
        Self.expectSameMean(both[0], both[1], sharesDraws: true, "importance-weighted")
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
        let linear = try LinearGaussianModel(
            analysis, posterior: Self.mixture("stratified", "gaussian"), head: head, bound: bound)
        let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: 20, mode: .training)
        let values = probe.replicate(row, observed, noise: RandomStream(seed: 3))
        let exact = analysis.logDensity(row, observed)
        #expect(values.allSatisfy { abs($0 - exact) < 1e-12 })
        let gradient = try probe.gradient("encoder.network.output.bias")
        #expect(gradient.allSatisfy { abs($0) < 1e-10 }, "\(gradient)")
    }
}
