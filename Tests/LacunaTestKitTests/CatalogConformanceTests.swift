import Lacuna
import LacunaTestKit
import Testing

/// Every registered part keeps its contract.
@Suite struct CatalogConformanceTests {
    @Test func everyBundledPartKeepsItsContract() throws {
        let clock = ContinuousClock()
        var times = ""
        for family in try Catalog.bundled().families {
            let start = clock.now
            let report = try checkCatalog(Catalog.bundled(), families: [family.type])
            times += "\(family.name) \(clock.now - start)\n"
            #expect(report.passed, "\(report)")
        }
        print(times)
    }
}
