import Lacuna
import Testing

@Suite struct IWAEMethodTests {
    @Test func itIsTheImportanceWeightedBoundOfCompleteRows() throws {
        let configuration = try configuration(of: IWAEMethod.self)
        #expect(try configuration.bound.member() is ImportanceWeightedBound)
        #expect(try !configuration.model.encoderInput.member().servesMissingCells)
        #expect(try configuration.imputation.sampler.member() is LatentAdaptiveResampling)
    }
}
