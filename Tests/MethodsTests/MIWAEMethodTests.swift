import Lacuna
import Testing

@Suite struct MIWAEMethodTests {
    @Test func itIsTheImportanceWeightedBound() throws {
        let configuration = try configuration(of: MIWAEMethod.self)
        #expect(configuration.bound.name == "importanceWeighted")
        #expect(configuration.imputer.name == "deepLatentVariable")
    }
}
