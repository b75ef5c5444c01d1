import Lacuna
import LacunaTestKit
import Testing

@Suite struct TotalGradientTests {
    @Test func keepsItsContract() {
        let report = checkGradientEstimator(TotalGradient())
        #expect(report.passed, "\(report)")
    }

    @Test func theScoreStays() throws {
        #expect(try score(TotalGradient()).allSatisfy { $0 != 0 })
        #expect(try pathFactor(TotalGradient(), weights: [0.2, 0.8]) == nil)
    }
}
