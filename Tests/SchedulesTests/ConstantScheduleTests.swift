import Lacuna
import LacunaTestKit
import Testing

@Suite struct ConstantScheduleTests {
    @Test func keepsItsContract() {
        let report = checkSchedule(ConstantSchedule())
        #expect(report.passed, "\(report)")
        #expect((1...100).allSatisfy { ConstantSchedule().factor(step: $0, of: 100) == 1 })
    }
}
