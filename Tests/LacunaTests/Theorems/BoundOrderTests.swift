import Foundation
import Lacuna
import Testing

/// elbo ≤ iwelbo(I) ≤ iwelbo(I + 1) ≤ log p(x_o), in the mean.
///
/// An importance-weighted bound without its log(1/I) lies log I above, far over log p(x_o) for I = 50; one that averages
/// logarithms does not rise.
@Suite struct BoundOrderTests {
    static let rowCount = 4000
    /// One-sided; a mean of many draws exceeds it by chance once in 5 million cases.
    static let limit = 5.0

    private static func model(_ precision: Precision = .float64) throws -> LinearGaussianModel {
        try LinearGaussianModel(
            BoundsReference.analysis, posterior: GaussianVariationalFamily(),
            head: LinearGaussianModel.gaussianHead(BoundsReference.locations, [0.9, 1.1]), precision: precision)
    }

    private static func importanceWeighted(_ count: Int) -> any Bound {
        ImportanceWeightedBound(importanceSampleCount: count, gradient: Choice(TotalGradient()))
    }

    private static func evidenceLowerBound(_ count: Int) -> any Bound {
        var bound = EvidenceLowerBound()
        bound.sampleCount = count
        bound.gradient = Choice(TotalGradient())
        return bound
    }

    @Test func boundsLieBelowTheDensityAndRise() throws {
        let linear = try Self.model()
        func values(_ bound: any Bound) throws -> (mean: Double, error: Double) {
            let probe = try BoundProbe(linear.model, linear.store, bound: bound, rowCount: Self.rowCount)
            return meanAndError(
                probe.replicate(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 11)))
        }
        let elbos = try [1, 5].map { try values(Self.evidenceLowerBound($0)) }
        let weighted = try [1, 2, 5, 50].map { try values(Self.importanceWeighted($0)) }
        for (mean, error) in elbos + weighted {
            #expect(mean - Self.limit * error <= BoundsReference.logDensity)
        }
        // More samples make the evidence lower bound no higher, only steadier.
        let spread = (elbos[0].error * elbos[0].error + elbos[1].error * elbos[1].error).squareRoot()
        #expect(abs(elbos[0].mean - elbos[1].mean) < Self.limit * spread)
        #expect(elbos[1].error < 0.6 * elbos[0].error)
        // Each true rise is more than ten standard errors, so that a failure by chance is out of the question.
        for (low, high) in zip(weighted, weighted.dropFirst()) {
            #expect(high.mean - low.mean > Self.limit * (low.error + high.error))
        }
        #expect(BoundsReference.logDensity - weighted[3].mean < 0.05)
    }

    /// log of the mean of the weights over very many draws is log p(x_o): five standard errors of the mean weight.
    @Test func manySamplesReachTheDensity() throws {
        let linear = try Self.model()
        let count = 200_000
        let probe = try BoundProbe(linear.model, linear.store, bound: Self.importanceWeighted(count), rowCount: 1)
        let value = probe.run(BoundsReference.row, BoundsReference.observed, noise: RandomStream(seed: 3))[0]
        #expect(abs(value - BoundsReference.logDensity) < Self.limit * 1.5 / Double(count).squareRoot())
    }

    @Test(arguments: Precision.allCases)
    func oneSampleIsTheEvidenceLowerBound(precision: Precision) throws {
        let linear = try Self.model(precision)
        let noise = RandomStream(seed: 5)
        let values = try [Self.evidenceLowerBound(1), Self.importanceWeighted(1)].map {
            try BoundProbe(linear.model, linear.store, bound: $0, rowCount: 50).replicate(
                BoundsReference.row, BoundsReference.observed, noise: noise)
        }
        #expect(values[0] == values[1])
        #expect(Set(values[0]).count == 50)
    }
}
