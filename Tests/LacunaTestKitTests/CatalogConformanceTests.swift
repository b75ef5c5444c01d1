import Lacuna
import LacunaTestKit
import Testing

/// Every registered part keeps its contract.
@Suite struct CatalogConformanceTests {
    @Test func everyBundledPartKeepsItsContract() throws {
        let report = try checkCatalog(Catalog.bundled())
        #expect(report.passed, "\(report)")
    }

    /// A family that the kit has no check for would pass unseen.
    @Test func everyFamilyHasACheck() throws {
        let names = try Catalog.bundled().families.map(\.name)
        let checked = [
            "method", "imputer", "observationModel", "variationalFamily", "prior", "network", "encoderInput",
            "missingnessModel", "bound", "gradientEstimator", "sampler", "optimizer", "schedule", "maskGenerator",
        ]
        #expect(Set(names) == Set(checked))
    }
}
