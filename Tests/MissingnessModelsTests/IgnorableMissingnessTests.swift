import Lacuna
import LacunaTestKit
import Testing

@Suite struct IgnorableMissingnessTests {
    @Test func keepsItsContract() {
        let model = IgnorableMissingness()
        let report = checkMissingnessModel(model)
        #expect(report.passed, "\(report)")
        #expect(model.isIgnorable)
    }
}
