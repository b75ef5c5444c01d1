import Lacuna
import LacunaTestKit
import Testing

@Suite struct DecomposedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding"])
    func keepsItsContract(_ estimator: String) throws {
        for count in [1, 4] {
            var bound = DecomposedBound()
            bound.imputationCount = count
            bound.gradient = try Catalog.bundled().resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func strataAndWeighedPathsAreRefused() throws {
        var bound = DecomposedBound()
        var mixture = MixtureVariationalFamily()
        mixture.componentCount = 3
        let strata = bound.problems(with: mixture)
        #expect(strata.count == 1 && strata[0].contains("draws from 3 strata"), "\(strata)")
        bound.gradient = try Catalog.bundled().resolve("doublyReparametrised")
        let paths = bound.problems(with: GaussianVariationalFamily())
        #expect(paths.count == 1 && paths[0].contains("weighs paths"), "\(paths)")
    }

    @Test func keysOutOfRangeAreRefused() {
        var bound = DecomposedBound()
        bound.imputationCount = 0
        bound.updateSteps = 0
        #expect(bound.allProblems().map(\.key) == ["imputationCount", "updateSteps"])
    }
}
