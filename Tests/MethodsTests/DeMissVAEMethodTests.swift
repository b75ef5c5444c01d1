import Lacuna
import Testing

@Suite struct DeMissVAEMethodTests {
    @Test func itLearnsFromImputedRows() throws {
        let configuration = try configuration(of: DeMissVAEMethod.self)
        let bound = try #require(try configuration.bound.member() as? DecomposedBound)
        #expect(bound.imputationCount == 5 && bound.updateSteps == 1)
        #expect(try bound.sampler.member() is LatentAdaptiveResampling)
        #expect(try configuration.model.encoderInput.member() is CompleteInput)
        #expect(try !configuration.imputation.sampler.member().encodesIncompleteRows)
        #expect(bound.problems(with: try configuration.model.posterior.member()).isEmpty)
    }
}
