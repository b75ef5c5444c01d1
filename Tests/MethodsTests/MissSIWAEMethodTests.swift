import Lacuna
import Testing

@Suite struct MissSIWAEMethodTests {
    @Test func itIsAMixtureWithItsBound() throws {
        let configuration = try configuration(of: MissSIWAEMethod.self)
        let family = try #require(try configuration.model.posterior.member() as? MixtureVariationalFamily)
        #expect(family.componentCount == 5)
        #expect(family.sampling == .stratified)
        let bound = try #require(try configuration.bound.member() as? StratifiedImportanceWeightedBound)
        #expect(bound.sampleCount(for: family) == 20)
        #expect(bound.problems(with: family).isEmpty)
        #expect(configuration.imputer.name == "deepLatentVariable")
    }
}
