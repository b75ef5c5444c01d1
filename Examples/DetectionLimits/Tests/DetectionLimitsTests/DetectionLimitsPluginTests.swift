import Lacuna
import LacunaTestKit
import Testing

@testable import DetectionLimits

@Suite struct DetectionLimitsPluginTests {
    /// Every part of the plug-in, by the one call of the kit.
    @Test func partsKeepTheirPromises() throws {
        let report = try checkParts(of: DetectionLimitsPlugin.self, beyond: Catalog.bundled())
        #expect(report.passed, "\(report)")
        var own = Catalog()
        try own.add(DetectionLimitsPlugin.self)
        #expect(own.families.flatMap { own.components(in: $0) }.map(\.name).sorted() == ["censoredGaussian", "renyi"])
    }
}
