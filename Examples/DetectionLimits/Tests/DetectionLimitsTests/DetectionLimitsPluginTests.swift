import Lacuna
import LacunaTestKit
import Testing

@testable import DetectionLimits

@Suite struct DetectionLimitsPluginTests {
    /// Every part of the plug-in, by the one call of the kit.
    @Test func partsKeepTheirPromises() throws {
        var own = Catalog()
        try own.add(DetectionLimitsPlugin.self)
        let parts = own.families.flatMap { own.components(in: $0) }
        #expect(parts.map(\.name).sorted() == ["censoredGaussian", "renyi"])
        let catalog = try Catalog.bundled()
        for part in parts {
            let report = checkComponent(part.type, catalog: catalog)
            #expect(report.passed, "\(report)")
            #expect(part.type.keyDescriptions.map(\.name).sorted() == part.keys.sorted(), "every key is described")
        }
    }
}
