import Lacuna
import LacunaTestKit
import Testing

@Suite struct StudentTObservationTests {
    @Test func keepsItsContract() {
        let report = checkObservationModel(StudentTObservation())
        #expect(report.passed, "\(report)")
    }

    /// 1e-12 in 64 bits; in 32 bits the raw numbers that stand for scale and degrees are rounded as well.
    @Test(arguments: [(Precision.float64, 1e-12), (.float32, 1e-6)])
    func agreesWithGoldenValues(_ precision: Precision, _ allowed: Double) throws {
        var model = StudentTObservation()
        model.scaleFloor = 1e-300
        model.minimumDegreesOfFreedom = 0
        var worst = 0.0
        for point in GoldenLogDensities.studentT {
            let head = [point.location, inverseSoftplus(point.scale), inverseSoftplus(point.degrees)]
            let found = try logDensity(
                model, kind: .continuous, head: head, values: [point.value], precision: precision)
            worst = max(worst, deviation(found, point.logDensity))
        }
        #expect(worst <= allowed)
    }

    @Test func degreesWithoutAMeanAreRefused() {
        var model = StudentTObservation()
        model.minimumDegreesOfFreedom = 1
        #expect(model.allProblems().map(\.key) == ["minimumDegreesOfFreedom"])
    }
}
