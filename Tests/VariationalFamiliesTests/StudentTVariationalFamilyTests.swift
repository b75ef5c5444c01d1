import Lacuna
import LacunaTestKit
import Testing

@Suite struct StudentTVariationalFamilyTests {
    @Test(arguments: [5.0, 30]) func keepsItsContract(_ degrees: Double) {
        var family = StudentTVariationalFamily()
        family.degreesOfFreedom = degrees
        let report = checkVariationalFamily(family)
        #expect(report.passed, "\(report)")
    }

    @Test func nonsenseIsRefused() {
        var family = StudentTVariationalFamily()
        family.degreesOfFreedom = 0
        family.scaleFloor = -1
        #expect(family.problems().map(\.key) == ["scaleFloor", "degreesOfFreedom"])
    }
}
