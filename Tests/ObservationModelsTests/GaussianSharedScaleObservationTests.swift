import Lacuna
import LacunaTestKit
import Testing

@Suite struct GaussianSharedScaleObservationTests {
    @Test(arguments: [false, true]) func keepsItsContract(_ isIsotropic: Bool) {
        var model = GaussianSharedScaleObservation()
        model.isIsotropic = isIsotropic
        let report = checkObservationModel(model)
        #expect(report.passed, "\(report)")
    }

    /// Raw scales start at 0: σ = floor + log 2 in every column.
    @Test func theScaleStartsAtLogTwo() throws {
        let model = GaussianSharedScaleObservation()
        let scale = model.scaleFloor + Double.log(2)
        let found = try logDensity(
            model, kind: .continuous, head: [0.5, -1], values: [1, -1.5], widths: [1, 1])
        let wanted = -Double.log(2 * .pi * scale * scale) - 0.5 * (0.25 + 0.25) / (scale * scale)
        #expect(abs(found - wanted) < 1e-12)
    }

    @Test func thereIsOneScaleAColumnOrOneForAll() throws {
        for (isIsotropic, count) in [(false, 3), (true, 1)] {
            var model = GaussianSharedScaleObservation()
            model.isIsotropic = isIsotropic
            let tape = Tape(precision: .float64)
            let block = ColumnBlock(kind: .continuous, names: ["a", "b", "c"], widths: [1, 1, 1], features: 0..<3)
            _ = model.distribution(
                head: tape.input("head", TensorShape(features: 3)), block: block,
                in: ParameterScope(tape, group: .decoder))
            #expect(tape.store.parameters.map(\.shape.features) == [count])
        }
    }
}
