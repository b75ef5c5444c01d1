import Lacuna
import Testing

@Suite struct MissIWAEMethodTests {
    @Test func itIsAMixtureWithItsBound() throws {
        let configuration = try configuration(of: MissIWAEMethod.self)
        let family = try #require(try configuration.model.posterior.member() as? MixtureVariationalFamily)
        #expect(family.componentCount == 5)
        #expect(family.sampling == .ancestral)
        let bound = try #require(try configuration.bound.member() as? ImportanceWeightedBound)
        #expect(bound.sampleCount(for: family) == 20)
        #expect(bound.problems(with: family).isEmpty)
        #expect(configuration.imputer.name == "deepLatentVariable")
    }
}
