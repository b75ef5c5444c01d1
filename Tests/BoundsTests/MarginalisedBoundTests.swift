import Lacuna
import LacunaTestKit
import Testing

@Suite struct MarginalisedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding"])
    func keepsItsContract(_ estimator: String) throws {
        for count in [1, 4] {
            var bound = MarginalisedBound()
            bound.imputationCount = count
            bound.gradient = try Catalog.bundled().resolve(Choice(named: estimator))
            let report = checkBound(bound, gradientIsThatOfValue: estimator == "total")
            #expect(report.passed, "\(report)")
        }
    }

    @Test func keysOutOfRangeAreRefused() {
        var bound = MarginalisedBound()
        bound.imputationCount = 0
        bound.updateSteps = 0
        #expect(bound.allProblems().map(\.key) == ["imputationCount", "updateSteps"])
    }
}
