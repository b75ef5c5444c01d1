import Lacuna
import Testing

@testable import LacunaCore
@testable import LacunaSamplers
@testable import LacunaTestKit

/// Chains that go on from imputations that are given, a step at a time: what training does with every sampler of chains.
@Suite struct StartingImputationsTests {
    static let names = [
        "pseudoGibbs", "metropolisWithinGibbs", "adaptiveCollapsedMetropolis", "latentAdaptiveResampling",
    ]
    private static let patterns: [[UInt8]] = [[1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1]]
    private static let count = 5
    private static let values = testRows(3, 4, seed: 61)

    private func sampler(_ name: String) throws -> any ChainSampler {
        try #require(try Catalog.bundled().make(Choice<Samplers>(named: name)) as? any ChainSampler)
    }

    /// Rows with five imputations each, their observed cells in place.
    private func rows(start seed: UInt64, drawCount: Int = count) throws -> ConditionalRows {
        let request = ImputationRequest(drawCount: drawCount, isDiagnosed: false, stepCount: 1)
        let rows = try LinearGaussianChains(shift: 0.3, spread: 2).rows(Self.values, Self.patterns, request)
        let draws = testRows(3 * Self.count, 4, seed: seed)
        rows.startingImputations = draws.enumerated().flatMap { place, draw in
            let row = place / Self.count
            return (0..<4).map { Float(Self.patterns[row][$0] == 1 ? Self.values[row][$0] : draw[$0]) }
        }
        return rows
    }

    @Test func allSamplersOfChainsAreNamed() throws {
        let catalog = try Catalog.bundled()
        let chains = try catalog.components(in: Samplers.self).map(\.name).filter {
            try catalog.make(Choice<Samplers>(named: $0)) is any ChainSampler
        }
        #expect(Set(chains) == Set(Self.names))
    }

    @Test(arguments: names) func aStepMakesAsManyImputationsOfThoseGiven(_ name: String) throws {
        let sampler = try sampler(name)
        let first = try sampler.run(rows(start: 62)), again = try sampler.run(rows(start: 62))
        let other = try sampler.run(rows(start: 63))
        for row in 0..<3 {
            #expect(first[row].draws.count == Self.count && first[row].draws == again[row].draws)
            #expect(Set(first[row].draws).count == Self.count)
            for (draw, elsewhere) in zip(first[row].draws, other[row].draws) {
                for feature in 0..<4 {
                    if Self.patterns[row][feature] == 1 {
                        #expect(draw[feature] == Float(Self.values[row][feature]))
                    } else {
                        #expect(draw[feature].isFinite)
                    }
                }
                #expect(name == "latentAdaptiveResampling" || draw != elsewhere)
            }
            #expect(first[row].draws != other[row].draws)
        }
    }

    /// Resampled imputations, not draws of a pool.
    @Test func resampledImputationsAreTheNext() throws {
        let sampler = LatentAdaptiveResampling(), rows = try rows(start: 64)
        var state = try sampler.start(rows)
        #expect(try !sampler.step(&state, rows))
        let next = try sampler.recording(rows, imputations: Self.count, isPooling: false).read("next").map { Float($0) }
        #expect(try sampler.finish(state, rows).flatMap(\.draws).flatMap { $0 } == next)
        #expect(state.imputed.map { Float($0) } == next)
    }

    /// Forty terabytes at least, a sentence before any step.
    @Test(arguments: names) func chainsThatCannotBeKeptAreRefused(_ name: String) throws {
        let keys: ConfigurationValue =
            name == "latentAdaptiveResampling"
            ? ["imputationCount": 10_000, "steps": 1_000_000] : ["chainCount": 10_000, "steps": 1_000_000]
        let sampler = try Catalog.bundled().make(Choice<Samplers>(named: name, keys: keys))
        #expect(sampler.preferredBatchSize == 1)
        let rows = try LinearGaussianChains().rows(1000)
        let error = #expect(throws: LacunaError.self) { _ = try sampler.start(rows) }
        #expect(error?.kind == .configuration && error?.problems.count == 1)
        let text = try #require(error).description
        #expect(
            text.contains("the chains of \(name) (10000 a row, 1000000 steps, 1000 rows at once) would take"), "\(text)"
        )
        #expect(text.contains("lower its steps, imputation.batchSize or its number of chains"), "\(text)")
    }

    /// A pass holds fewer rows where chains are long.
    @Test func longChainsTakeFewRows() {
        var sampler = MetropolisWithinGibbs()
        #expect(sampler.preferredBatchSize == 64)
        sampler.steps = 25_000
        #expect(sampler.preferredBatchSize == 10)
    }
}
