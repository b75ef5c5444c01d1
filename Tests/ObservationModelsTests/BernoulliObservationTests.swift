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
}
