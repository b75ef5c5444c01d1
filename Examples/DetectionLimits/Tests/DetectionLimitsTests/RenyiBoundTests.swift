import Lacuna
import LacunaTestKit
import Testing

@testable import DetectionLimits

@Suite struct RenyiBoundTests {
    @Test(arguments: ["total", "stickingTheLanding", "doublyReparametrised"])
    func keepsItsContract(_ estimator: String) throws {
        let gradient = try Catalog.bundled().resolve(Choice<GradientEstimators>(named: estimator))
        for alpha in [0, 0.5, 0.95] {
            let report = checkBound(RenyiBound(alpha: alpha, importanceSampleCount: 5, gradient: gradient))
            #expect(report.passed, "\(alpha): \(report)")
        }
    }

    /// A bound of the log-weights of one row, with the factor on each draw's path.
    private func combine(
        _ bound: some LogWeightBound, _ logWeights: [Double], precision: Precision = .float64
    ) throws -> (value: Double, share: [Double], factor: [Double]) {
        let tape = Tape(precision: precision)
        let weights = LogWeights(tape.constant(logWeights, TensorShape(samples: logWeights.count)))
        let influence = bound.influence(of: weights)
        let results = [bound.combine(weights)] + (influence.map { [$0.share, $0.normalisedWeight] } ?? [])
        let workspace = Workspace(try tape.finish(outputs: results))
        workspace.forward()
        let numbers = results.map { workspace.read($0.view) }
        return (numbers[0][0], numbers.count > 1 ? numbers[1] : [], numbers.count > 1 ? numbers[2] : [])
    }

    private static func renyi(_ alpha: Double) -> RenyiBound { RenyiBound(alpha: alpha, importanceSampleCount: 4) }

    /// Log-weights of four draws, and the bound of each order that 60-digit arithmetic (mpmath 1.3) gives.
    private static let logWeights = [-4.420600329055445, -1.8588083290554456, -2.9472583290554453, -1.6162083290554456]
    private static let golden = [
        (0, -2.2561330106183279), (0.25, -2.3400957657979183), (0.5, -2.4428290636689743),
        (0.9, -2.6507845030965498), (0.99, -2.7046025644975804),
    ]

    @Test func agreesWithManyDigits() throws {
        for (alpha, value) in Self.golden {
            #expect(abs(try combine(Self.renyi(alpha), Self.logWeights).value - value) < 1e-13)
            #expect(abs(try combine(Self.renyi(alpha), Self.logWeights, precision: .float32).value - value) < 1e-4)
        }
    }

    private static func manyLogWeights(_ spread: Double) -> [[Double]] {
        var stream = RandomStream(seed: 9)
        return (0..<50).map { _ in (0..<20).map { _ in -3 + spread * stream.normal() } }
    }

    @Test(arguments: Precision.allCases)
    func ofOrderZeroItIsTheImportanceWeightedBound(_ precision: Precision) throws {
        for weights in Self.manyLogWeights(2) + [[1000, 1001, -1e6]] {
            let renyi = try combine(Self.renyi(0), weights, precision: precision)
            let other = try combine(ImportanceWeightedBound(importanceSampleCount: 4), weights, precision: precision)
            #expect(renyi.value == other.value && renyi.share == other.share && renyi.factor == other.factor)
        }
    }

    /// Power means are ordered (Jensen): with the same draws, exactly. The distance to the mean is (1 − α) / 2 times the
    /// variance of the log-weights, to the first order.
    @Test func itFallsFromTheImportanceWeightedBoundToTheEvidenceLowerBound() throws {
        for weights in Self.manyLogWeights(1.5) {
            let elbo = try combine(EvidenceLowerBound(), weights).value
            let orders = [0, 0.2, 0.5, 0.8, 0.9, 0.99]
            let values = try orders.map { try combine(Self.renyi($0), weights).value }
            #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 } && values[5] > elbo)
            let variance = weights.map { ($0 - elbo) * ($0 - elbo) }.reduce(0, +) / Double(weights.count)
            #expect(abs((values[5] - elbo) / (0.005 * variance) - 1) < 0.05)
        }
    }

    /// The factor on a path is 1 − ∂ log share / ∂ log w, which reparametrises the score term (Tucker et al. 2019).
    @Test func theFactorOnAPathIsThatOfTheSecondReparametrisation() throws {
        for alpha in [0, 0.3, 0.9] {
            let found = try combine(Self.renyi(alpha), Self.logWeights)
            for draw in Self.logWeights.indices {
                func logShare(_ shift: Double) throws -> Double {
                    var moved = Self.logWeights
                    moved[draw] += shift
                    return Double.log(try combine(Self.renyi(alpha), moved).share[draw])
                }
                let slope = (try logShare(1e-5) - logShare(-1e-5)) / 2e-5
                #expect(abs(found.factor[draw] - (1 - slope)) < 1e-8)
            }
        }
    }

    @Test func mistakesAreNamed() {
        var bound = RenyiBound(alpha: 1, importanceSampleCount: 0)
        #expect(bound.allProblems().map(\.key) == ["alpha", "importanceSampleCount"])
        bound.alpha = -0.1
        #expect(bound.allProblems()[0].message == "must lie between 0 and 0.99, not -0.1")
    }
}
