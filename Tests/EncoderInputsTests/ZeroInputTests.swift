import Lacuna
import LacunaTestKit
import Testing

@Suite struct ZeroInputTests {
    @Test func keepsItsContract() {
        let report = checkEncoderInput(ZeroInput())
        #expect(report.passed, "\(report)")
    }

    @Test func missingCellsAreZero() throws { #expect(try shown(ZeroInput()) == [1, 0, -2, 3, 4, 5]) }
}
