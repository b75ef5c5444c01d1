import Lacuna
import LacunaTestKit
import Testing

@Suite struct CollapsedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding"])
    func keepsItsContract(_ estimator: String) throws {
        for count in [1, 4] {
            var bound = CollapsedBound()
            bound.imputationCount = count
            bound.gradient = try Catalog.bundled().resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func keysOutOfRangeAreRefused() {
        var bound = CollapsedBound()
        bound.imputationCount = 0
        bound.updateSteps = 0
        #expect(bound.allProblems().map(\.key) == ["imputationCount", "updateSteps"])
    }
}
