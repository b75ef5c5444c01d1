import Lacuna
import LacunaTestKit
import Testing

@Suite struct GaussianObservationTests {
    @Test func keepsItsContract() {
        let report = checkObservationModel(GaussianObservation())
        #expect(report.passed, "\(report)")
    }

    /// 1e-12 in 64 bits; in 32 bits the rounding of value, mean and scale alone moves the hardest point by 2e-6.
    @Test(arguments: [(Precision.float64, 1e-12), (.float32, 5e-6)])
    func agreesWithGoldenValues(_ precision: Precision, _ allowed: Double) throws {
        var model = GaussianObservation()
        model.scaleFloor = 1e-300
        var worst = 0.0
        for point in GoldenLogDensities.gaussian {
            let found = try logDensity(
                model, kind: .continuous, head: [point.mean, inverseSoftplus(point.standardDeviation)],
                values: [point.value], precision: precision)
            worst = max(worst, deviation(found, point.logDensity))
        }
        #expect(worst <= allowed)
    }

    @Test func theFloorIsTheSmallestScale() throws {
        var model = GaussianObservation()
        model.scaleFloor = 0.5
        let found = try logDensity(model, kind: .continuous, head: [0, -100], values: [0])
        #expect(abs(found - (0.5 * Double.log(2 / .pi))) < 1e-12)
    }

    @Test func aFloorOfZeroIsRefused() {
        var model = GaussianObservation()
        model.scaleFloor = 0
        #expect(
            model.allProblems() == [
                ConfigurationProblem(key: "scaleFloor", message: "must be greater than 0, not 0")
            ])
    }
}
