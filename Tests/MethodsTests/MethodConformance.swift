import Lacuna
import LacunaTestKit
import Testing

/// Expects a method to keep its contract, and returns the configuration that it makes.
func configuration(of method: any Method.Type) throws -> Configuration {
    let catalog = try Catalog.bundled()
    let report = checkMethod(method, catalog: catalog)
    #expect(report.passed, "\(report)")
    return try Configuration.read(method: method.name, catalog: catalog)
}
