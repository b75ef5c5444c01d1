import Lacuna
import LacunaTestKit
import Testing

@Suite struct StratifiedImportanceWeightedBoundTests {
    @Test(arguments: ["total", "stickingTheLanding", "doublyReparametrised"], [false, true])
    func keepsItsContract(_ estimator: String, isLoose: Bool) throws {
        let catalog = try Catalog.bundled()
        for count in [1, 5] {
            var bound = StratifiedImportanceWeightedBound()
            bound.importanceSampleCount = count
            bound.loose = isLoose
            bound.gradient = try catalog.resolve(Choice(named: estimator))
            let report = checkBound(bound)
            #expect(report.passed, "\(report)")
        }
    }

    @Test func itIsTheLogarithmOfTheMeanByStratum() throws {
        let logWeights = [1.0, 3, -2, 5].map { Double.log($0 + 3) }
        let found = try combine(
            StratifiedImportanceWeightedBound(), logWeights, stratumWeights: [0.2, 0.8])
        let mean = 0.2 * (4.0 + 6) / 2 + 0.8 * (1.0 + 8) / 2
        #expect(abs(found.value - Double.log(mean)) < 1e-14)
        let weights = try #require(found.weights)
        for (weight, wanted) in zip(weights, [0.1 * 4, 0.1 * 6, 0.4 * 1, 0.4 * 8]) {
            #expect(abs(weight - wanted / mean) < 1e-14)
        }
    }

    @Test func theLooseFormTakesTheLogarithmOfEachStratum() throws {
        var bound = StratifiedImportanceWeightedBound()
        bound.loose = true
        let logWeights = [1.0, 3, -2, 5].map { Double.log($0 + 3) }
        let found = try combine(bound, logWeights, stratumWeights: [0.2, 0.8])
        #expect(abs(found.value - 0.2 * Double.log(5) - 0.8 * Double.log(4.5)) < 1e-14)
        let weights = try #require(found.weights)
        for (weight, wanted) in zip(weights, [0.2 * 0.4, 0.2 * 0.6, 0.8 / 9, 0.8 * 8 / 9]) {
            #expect(abs(weight - wanted) < 1e-14)
        }
    }

    /// Four draws of one stratum are those of the bound that is not stratified.
    @Test(arguments: [false, true]) func oneStratumIsTheImportanceWeightedBound(isLoose: Bool) throws {
        var bound = StratifiedImportanceWeightedBound()
        bound.loose = isLoose
        let plain = try combine(ImportanceWeightedBound(), GoldenLogWeights.logWeights)
        let found = try combine(bound, GoldenLogWeights.logWeights, stratumWeights: [1])
        #expect(abs(found.value - plain.value) < 1e-14)
    }

    @Test func farWeightsNeitherOverflowNorVanish() throws {
        for isLoose in [false, true] {
            var bound = StratifiedImportanceWeightedBound()
            bound.loose = isLoose
            let found = try combine(bound, [1000, 1000, -1e6, 900], stratumWeights: [0.5, 0.5])
            let wanted = isLoose ? 0.5 * 1000 + 0.5 * (900 - Double.log(2)) : 1000 + Double.log(0.5)
            #expect(abs(found.value - wanted) < 1e-9)
        }
    }

    @Test func noDrawsAreRefused() {
        var bound = StratifiedImportanceWeightedBound()
        bound.importanceSampleCount = 0
        bound.totalSampleCount = 100_001
        #expect(bound.allProblems().map(\.key) == ["importanceSampleCount", "totalSampleCount"])
    }
}
