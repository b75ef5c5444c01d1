import Lacuna
import LacunaTestKit
import Testing

@Suite struct ImportanceResamplingTests {
    /// Fewer samples than a tile, a tile and a half, and many.
    @Test(arguments: [100, 200, 2000]) func keepsItsContract(_ sampleCount: Int) {
        let report = checkSampler(ImportanceResampling(sampleCount: sampleCount))
        #expect(report.passed, "\(report)")
    }

    @Test func noSamplesAreRefused() {
        #expect(ImportanceResampling(sampleCount: 0).allProblems().map(\.key) == ["sampleCount"])
    }
}
