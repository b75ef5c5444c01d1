import Lacuna
import Testing

@Suite struct MissSVAEMethodTests {
    @Test func itIsAMixtureWithItsBound() throws {
        let configuration = try configuration(of: MissSVAEMethod.self)
        let family = try #require(try configuration.model.posterior.member() as? MixtureVariationalFamily)
        #expect(family.componentCount == 5)
        #expect(family.sampling == .stratified)
        let bound = try #require(try configuration.bound.member() as? StratifiedEvidenceLowerBound)
        #expect(bound.sampleCount(for: family) == 5)
        #expect(bound.problems(with: family).isEmpty)
        #expect(configuration.imputer.name == "deepLatentVariable")
    }
}
