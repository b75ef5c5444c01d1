import Lacuna
import Testing

@testable import ConditionalSamplers

@Suite struct ComparisonTests {
    private func read(_ text: String) throws -> Comparison {
        try ConfigurationDecoding.decode(
            Comparison.self, from: JSON5Reader.read(text, file: "s.json5"), file: "s.json5", catalog: Catalog.bundled())
    }

    @Test func samplersAreFoundByName() throws {
        let comparison = try read(
            """
            { drawCount: 100, trials: [
                { name: "a", sampler: { type: "sir", sampleCount: 7 }, evaluations: 7 },
                { name: "b", rowCount: 50 } ] }
            """)
        #expect(comparison.trials.map(\.name) == ["a", "b"])
        #expect(comparison.trials[0].sampler.name == "importanceResampling")
        #expect(try comparison.trials[0].sampler.member().allProblems().isEmpty)
        #expect(comparison.trials[1].rowCount == 50 && comparison.trials[1].evaluations == nil)
    }

    @Test func mistakesAreNamed() throws {
        let error = try #require(throws: LacunaError.self) {
            try read("{ drawCount: 100, trials: [{ sampler: 'gibs', rowCount: 0 }, { name: 'b', row: 2 }] }")
        }
        let text = error.problems.joined(separator: "\n")
        #expect(text.contains("gibs") && text.contains("trials[1].row"))
        let uneven = try #require(throws: LacunaError.self) {
            try read("{ drawCount: 100, trials: [{ name: 'b', rowCount: 30 }] }")
        }
        #expect(uneven.problems.joined().contains("but b has 30"))
    }

    @Test func wrongArgumentsShowTheUsage() {
        for arguments in [[], ["compare"], ["sample", "m.json5", "x", "1", "o.csv"], ["other", "a", "b", "c"]] {
            #expect(throws: LacunaError.self) { try ConditionalSamplers(arguments: arguments) }
        }
    }
}
