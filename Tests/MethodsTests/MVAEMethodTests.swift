import Lacuna
import Testing

@Suite struct MVAEMethodTests {
    @Test func itIsTheEvidenceLowerBoundWithOneDraw() throws {
        let configuration = try configuration(of: MVAEMethod.self)
        let bound = try #require(try configuration.bound.member() as? EvidenceLowerBound)
        #expect(bound.sampleCount == 1)
        #expect(configuration.imputer.name == "deepLatentVariable")
    }
}
