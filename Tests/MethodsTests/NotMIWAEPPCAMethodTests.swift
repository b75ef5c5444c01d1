import Lacuna
import Testing

@Suite struct NotMIWAEPPCAMethodTests {
    @Test func itIsNotMIWAEWithALinearDecoderAndOneScale() throws {
        let configuration = try configuration(of: NotMIWAEPPCAMethod.self)
        #expect(configuration.model.decoder.name == "linear")
        let observation = try #require(
            try configuration.model.observation.continuous.member() as? GaussianSharedScaleObservation)
        #expect(observation.isIsotropic)
        var rest = configuration
        let notMIWAE = try Configuration.read(method: "notMIWAE", catalog: Catalog.bundled())
        rest.method = notMIWAE.method
        rest.model.decoder = notMIWAE.model.decoder
        rest.model.observation = notMIWAE.model.observation
        #expect(rest == notMIWAE)
    }
}
