import Lacuna
import LacunaTestKit
import Testing

@Suite struct DoublyReparametrisedTests {
    @Test func keepsItsContract() {
        let report = checkGradientEstimator(DoublyReparametrised())
        #expect(report.passed, "\(report)")
    }

    @Test func theScoreIsLeftOutAndThePathIsWeighed() throws {
        #expect(try score(DoublyReparametrised()) == [0, 0])
        #expect(try pathFactor(DoublyReparametrised(), weights: [0.2, 0.8]) == [0.2, 0.8])
    }
}
