import Lacuna
import Testing

@Suite struct VAEMethodTests {
    @Test func itIsTheEvidenceLowerBoundOfCompleteRows() throws {
        let configuration = try configuration(of: VAEMethod.self)
        #expect(try configuration.bound.member() is EvidenceLowerBound)
        #expect(try !configuration.model.encoderInput.member().servesMissingCells)
        #expect(try configuration.imputation.sampler.member() is LatentAdaptiveResampling)
    }
}
