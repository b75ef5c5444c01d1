import Lacuna
import Testing

@Suite struct NotMIWAEMethodTests {
    @Test func itIsMIWAEWithMaskingAndNormalColumns() throws {
        let configuration = try configuration(of: NotMIWAEMethod.self)
        #expect(configuration.model.missingness.name == "selfMasking")
        #expect(configuration.model.observation.continuous.name == "gaussian")
        var rest = configuration
        let miwae = try Configuration.read(method: "miwae", catalog: Catalog.bundled())
        rest.method = miwae.method
        rest.model.missingness = miwae.model.missingness
        rest.model.observation = miwae.model.observation
        #expect(rest == miwae)
    }
}
