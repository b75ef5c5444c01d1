import Lacuna
import LacunaTestKit
import Testing

@Suite struct ZeroWithMaskInputTests {
    @Test func keepsItsContract() {
        let report = checkEncoderInput(ZeroWithMaskInput())
        #expect(report.passed, "\(report)")
    }

    @Test func thePatternStandsBesideTheValues() throws {
        #expect(try shown(ZeroWithMaskInput()) == [1, 0, -2, 1, 0, 1, 3, 4, 5, 1, 1, 1])
    }
}
