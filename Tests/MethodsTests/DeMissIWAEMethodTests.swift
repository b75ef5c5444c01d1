import Lacuna
import Testing

@Suite struct DeMissIWAEMethodTests {
    @Test func itsDecoderIsImportanceWeighted() throws {
        let configuration = try configuration(of: DeMissIWAEMethod.self)
        let bound = try #require(try configuration.bound.member() as? DecomposedImportanceWeightedBound)
        #expect(bound.imputationCount == 5 && bound.importanceSampleCount == 1)
        #expect(try configuration.model.encoderInput.member() is CompleteInput)
        #expect(bound.problems(with: try configuration.model.posterior.member()).isEmpty)
    }
}
