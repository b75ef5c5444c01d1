import Lacuna
import LacunaTestKit
import Testing

/// Every registered part keeps its contract.
@Suite struct CatalogConformanceTests {
    @Test func everyBundledPartKeepsItsContract() throws {
        let report = try checkCatalog(Catalog.bundled())
        #expect(report.passed, "\(report)")
    }

    @Test func everySectionOfAConfigurationIsDescribed() throws {
        let catalog = try Catalog.bundled()
        var checked: [String] = []
        func check(_ section: AnySection) {
            let report = checkSection(section.type, catalog: catalog)
            #expect(report.passed, "\(report)")
            checked.append("\(section.type)")
            for key in section.keys { if case .section(let inner) = key.form { check(inner) } }
        }
        check(AnySection(Configuration.self))
        #expect(
            checked == [
                "Configuration", "DataOptions", "ModelOptions", "ObservationOptions", "TrainingOptions", "LinearStart",
                "ImputationOptions",
            ])
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
