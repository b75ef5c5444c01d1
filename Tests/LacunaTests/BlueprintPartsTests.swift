import Lacuna
import Testing

/// The parts of a configuration, those inside other parts included.
@Suite struct BlueprintPartsTests {
    private static func names(_ method: String, _ overrides: [String]) throws -> [String] {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(text: "{}", method: method, overrides: overrides, catalog: catalog)
        return try Blueprint(configuration, catalog: catalog).parts.map { type(of: $0).name }
    }

    @Test func partsInsidePartsAreNamed() throws {
        let names = try Self.names(
            "demissVAE",
            [
                "bound.sampler={type: \"metropolisWithinGibbs\", warmUp: \"pseudoGibbs\"}",
                "bound.gradient=stickingTheLanding",
                "imputation.sampler={type: \"auto\", escalation: \"adaptiveCollapsedMetropolis\"}",
                "model.encoderInput=zero",
            ])
        let wanted = [
            "demissVAE", "deepLatentVariable", "decomposed", "metropolisWithinGibbs", "pseudoGibbs",
            "stickingTheLanding", "auto", "adaptiveCollapsedMetropolis", "zero", "adam", "constant",
        ]
        #expect(wanted.allSatisfy(names.contains), "\(names)")
        #expect(names.prefix(5).elementsEqual(wanted.prefix(5)), "\(names)")
    }

    @Test func theComponentOfAMixtureIsNamed() throws {
        let names = try Self.names(
            "missSIWAE", ["model.posterior={type: \"mixture\", component: \"studentT\"}"])
        let place = try #require(names.firstIndex(of: "mixture"))
        #expect(names[place + 1] == "studentT", "\(names)")
        #expect(try Self.names("columnMean", []) == ["columnMean", "columnMean"])
    }
}
