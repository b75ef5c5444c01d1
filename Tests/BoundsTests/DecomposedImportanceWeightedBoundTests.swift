import Lacuna
import LacunaTestKit
import Testing

@Suite struct DecomposedImportanceWeightedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding"])
    func keepsItsContract(_ estimator: String) throws {
        for count in [1, 4] {
            var bound = DecomposedImportanceWeightedBound()
            bound.imputationCount = count
            bound.gradient = try Catalog.bundled().resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func severalDrawsFromEachImputationServe() throws {
        var bound = DecomposedImportanceWeightedBound()
        bound.imputationCount = 2
        bound.importanceSampleCount = 3
        bound.gradient = try Catalog.bundled().resolve("total")
        let report = checkBound(bound)
        #expect(report.passed, "\(report)")
        #expect(bound.sampleCount(for: GaussianVariationalFamily()) == 6)
    }

    @Test func keysOutOfRangeAreRefused() {
        var bound = DecomposedImportanceWeightedBound()
        bound.imputationCount = 0
        bound.updateSteps = 0
        bound.importanceSampleCount = 0
        #expect(bound.allProblems().map(\.key) == ["imputationCount", "updateSteps", "importanceSampleCount"])
    }
}
