import Lacuna
import LacunaTestKit
import Testing

@Suite struct StickingTheLandingTests {
    @Test func keepsItsContract() {
        let report = checkGradientEstimator(StickingTheLanding())
        #expect(report.passed, "\(report)")
    }

    @Test func theScoreIsLeftOutAndThePathStays() throws {
        #expect(try score(StickingTheLanding()) == [0, 0])
        #expect(try pathFactor(StickingTheLanding(), weights: [0.2, 0.8]) == nil)
    }
}
