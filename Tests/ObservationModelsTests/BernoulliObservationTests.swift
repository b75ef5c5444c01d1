import Lacuna
import LacunaTestKit
import Testing

@Suite struct BernoulliObservationTests {
    @Test func keepsItsContract() {
        let report = checkObservationModel(BernoulliObservation())
        #expect(report.passed, "\(report)")
    }

    @Test(arguments: [(Precision.float64, 1e-12), (.float32, 1e-6)])
    func agreesWithGoldenValues(_ precision: Precision, _ allowed: Double) throws {
        var worst = 0.0
        for point in GoldenLogDensities.bernoulli {
            let found = try logDensity(
                BernoulliObservation(), kind: .binary, head: [point.logit], values: [point.value],
                precision: precision)
            worst = max(worst, deviation(found, point.logDensity))
        }
        #expect(worst <= allowed)
    }

    /// log sigmoid(36.7) = −1.15e-16 is not rounded to 0.
    @Test func tinyLogProbabilitiesKeepTheirDigits() throws {
        let found = try logDensity(BernoulliObservation(), kind: .binary, head: [36.7], values: [1])
        #expect(abs(found / -1.1518409493076095e-16 - 1) < 1e-12)
    }

    // MARK: Missing cells

    private static func probe(_ head: [Double]) -> MissingCellProbe {
        MissingCellProbe(model: BernoulliObservation(), kind: .binary, widths: head.map { _ in 1 }, head: head)
    }

    /// The mean of a logistic curve over both values, and the mean that it tilts.
    @Test func curvesAreSummedOverBothValues() throws {
        let head = [0.7, -2, 3.5], slope = [1.5, -4, 0.25], offset = [-0.5, 2, -3]
        var logMeans: [Double] = [], tilted: [Double] = []
        for column in head.indices {
            let p = sigmoid(head[column])
            let atZero = (1 - p) * sigmoid(offset[column]), atOne = p * sigmoid(slope[column] + offset[column])
            logMeans.append(Double.log(atZero + atOne))
            tilted.append(atOne / (atZero + atOne))
        }
        for wanted in [[1, 1, 1], [1, 0, 0], [0, 1, 1], [0, 0, 0]] as [[Double]] {
            let found = try #require(try Self.probe(head).curve(slope: slope, offset: offset, wanted: wanted))
            #expect(abs(found.logMean - zip(logMeans, wanted).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12, "\(wanted)")
            #expect(zip(found.tilted, tilted).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }

    /// The cell is 1 but for 4.2e-18, and a 1 is observed but for 8.8e-27: log(4.2e-18 / 2 + 8.8e-27) keeps its digits.
    @Test func unlikelyValuesKeepTheirDigits() throws {
        let found = try #require(try Self.probe([40]).curve(slope: [-60], offset: [0], wanted: [1]))
        let expected = Double.log(Double.exp(-40) / (1 + Double.exp(-40)) / 2 + Double.exp(-60))
        #expect(abs(found.logMean - expected) < 1e-12)
    }

    /// Draws are those of `sample`; their gradient is that of σ((logit + logit of the noise) / ⅔).
    @Test func theGradientOfDrawsIsThatOfTheRelaxation() throws {
        let head = [0.7, -1.25], weights = [1, -2.5], count = 40
        let found = try Self.probe(head).draws(count: count, weights: weights) {
            $0.uniformNoise($1, purpose: $2)
        }
        #expect(found.exact == found.relaxed)
        #expect(Set(found.exact) == [0, 1])
        var worst = 0.0
        for cell in found.gradient.indices {
            let column = cell % 2, noise = found.noise[cell]
            let expected = difference(head, column) { moved in
                weights[column] * sigmoid((moved[column] + Double.log((1 - noise) / noise)) * 1.5)
            }
            worst = max(worst, abs(found.gradient[cell] - expected))
        }
        #expect(worst < 1e-8)
    }
}
