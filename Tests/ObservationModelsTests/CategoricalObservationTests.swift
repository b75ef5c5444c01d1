import Lacuna
import LacunaTestKit
import Testing

@Suite struct CategoricalObservationTests {
    @Test func keepsItsContract() {
        let report = checkObservationModel(CategoricalObservation())
        #expect(report.passed, "\(report)")
    }

    @Test(arguments: [(Precision.float64, 1e-12), (.float32, 1e-6)])
    func agreesWithGoldenValues(_ precision: Precision, _ allowed: Double) throws {
        var worst = 0.0
        for point in GoldenLogDensities.categorical {
            let values = point.logits.indices.map { $0 == point.category ? 1.0 : 0 }
            let found = try logDensity(
                CategoricalObservation(), kind: .categorical, head: point.logits, values: values,
                widths: [point.logits.count], precision: precision)
            worst = max(worst, deviation(found, point.logDensity))
        }
        #expect(worst <= allowed)
    }

    /// Each column has a softmax of its own.
    @Test func columnsAddUp() throws {
        let both = try logDensity(
            CategoricalObservation(), kind: .categorical, head: [0.5, -0.25, 2, 0, 1, -1],
            values: [0, 0, 0, 1, 0, 1], widths: [4, 2])
        let wanted = -2.38107997133931 - Double.log(onePlus: Double.exp(2))
        #expect(abs(both - wanted) < 1e-12)
    }
}
