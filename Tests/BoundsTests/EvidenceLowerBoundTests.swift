import Lacuna
import LacunaTestKit
import Testing

@Suite struct EvidenceLowerBoundTests {
    @Test(arguments: ["total", "stickingTheLanding", "doublyReparametrised"])
    func keepsItsContract(_ estimator: String) throws {
        let catalog = try Catalog.bundled()
        for count in [1, 3] {
            var bound = EvidenceLowerBound()
            bound.sampleCount = count
            bound.gradient = try catalog.resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func itIsTheMeanOfTheLogWeights() throws {
        let found = try combine(EvidenceLowerBound(), GoldenLogWeights.logWeights)
        #expect(abs(found.value - GoldenLogWeights.evidenceLowerBound) < 1e-14)
        #expect(found.weights == nil)
    }

    @Test func noDrawsAreRefused() {
        var bound = EvidenceLowerBound()
        bound.sampleCount = 0
        #expect(bound.allProblems().map(\.key) == ["sampleCount"])
    }
}
