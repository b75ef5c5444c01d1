import Lacuna
import LacunaTestKit
import Testing

@Suite struct ImportanceWeightedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding", "doublyReparametrised"])
    func keepsItsContract(_ estimator: String) throws {
        let catalog = try Catalog.bundled()
        for count in [1, 5] {
            let bound = try ImportanceWeightedBound(
                importanceSampleCount: count, gradient: catalog.resolve(Choice(named: estimator)))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func itIsTheLogarithmOfTheMeanOfTheWeights() throws {
        let found = try combine(ImportanceWeightedBound(), GoldenLogWeights.logWeights)
        #expect(abs(found.value - GoldenLogWeights.importanceWeighted) < 1e-14)
        let weights = try #require(found.weights)
        let total = GoldenLogWeights.logWeights.map { Double.exp($0) }.reduce(0, +)
        let worst = zip(weights, GoldenLogWeights.logWeights).map { abs($0 - Double.exp($1) / total) }.max() ?? 1
        #expect(worst < 1e-14)
    }

    @Test func farWeightsNeitherOverflowNorVanish() throws {
        let found = try combine(ImportanceWeightedBound(), [1000, 1000 + Double.log(3), -1e6])
        #expect(abs(found.value - 1000 - Double.log(4.0 / 3)) < 1e-12)
    }

    @Test func noDrawsAreRefused() {
        #expect(
            ImportanceWeightedBound(importanceSampleCount: 0).allProblems().map(\.key) == ["importanceSampleCount"])
    }
}
