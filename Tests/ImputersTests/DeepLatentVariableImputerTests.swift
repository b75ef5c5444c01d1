import Lacuna
import LacunaTestKit
import Testing

@Suite struct DeepLatentVariableImputerTests {
    @Test(arguments: ["float32", "float64"]) func keepsItsContract(_ precision: String) throws {
        let overrides = defaultImputerOverrides + ["precision=\(precision)", "imputation.batchSize=3"]
        let report = try checkImputer(
            DeepLatentVariableImputer(), catalog: Catalog.bundled(), overrides: overrides)
        #expect(report.passed, "\(report)")
    }
}
