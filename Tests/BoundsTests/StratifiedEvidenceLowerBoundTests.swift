import Lacuna
import LacunaTestKit
import Testing

@Suite struct StratifiedEvidenceLowerBoundTests {
    @Test(arguments: ["total", "stickingTheLanding", "doublyReparametrised"])
    func keepsItsContract(_ estimator: String) throws {
        let catalog = try Catalog.bundled()
        for count in [1, 3] {
            var bound = StratifiedEvidenceLowerBound()
            bound.sampleCount = count
            bound.gradient = try catalog.resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    /// Means of the strata, weighed by .2 and .8.
    @Test func itIsTheMeanOfTheLogWeightsByStratum() throws {
        let found = try combine(StratifiedEvidenceLowerBound(), [1, 3, -2, 5], stratumWeights: [0.2, 0.8])
        #expect(abs(found.value - (0.2 * 2 + 0.8 * 1.5)) < 1e-14)
        #expect(found.weights == nil)
    }

    @Test func budgetsAreForEachComponentOrInTotal() {
        var bound = StratifiedEvidenceLowerBound()
        bound.sampleCount = 3
        #expect(bound.budget.drawCount(stratumCount: 5) == 3)
        bound.totalSampleCount = 15
        #expect(bound.budget.drawCount(stratumCount: 5) == 3)
        #expect(bound.budget.drawCount(stratumCount: 4) == nil)
    }

    @Test func noDrawsAreRefused() {
        var bound = StratifiedEvidenceLowerBound()
        bound.sampleCount = 0
        bound.totalSampleCount = -1
        #expect(bound.allProblems().map(\.key) == ["sampleCount", "totalSampleCount"])
    }
}
