import Foundation
import Lacuna
import LacunaCommand
import LacunaCore
import Testing

@Suite struct ConfigurationSchemaTests {
    private static func validator(_ catalog: Catalog) throws -> SchemaValidator {
        let output = CapturedOutput()
        let console = Console(output: output.sink(), messages: CapturedOutput().sink())
        #expect(LacunaCommand.run(arguments: ["config", "schema"], console: console, catalog: catalog) == 0)
        return SchemaValidator(root: try JSON5Reader.read(output.text, file: "schema"))
    }

    @Test func everyMethodWrittenOutIsAccepted() throws {
        let catalog = try Catalog.bundled()
        let validator = try Self.validator(catalog)
        for method in catalog.components(in: Methods.self) {
            let configuration = try Configuration.read(method: method.name, catalog: catalog)
            let effective = try ConfigurationDecoding.effective(configuration, catalog: catalog)
            #expect(validator.problems(effective) == [], "\(method.name)")
            if let preset = (method.type as? any LacunaCore.Method.Type)?.preset {
                #expect(validator.problems(try JSON5Reader.read(preset, file: "preset")) == [], "\(method.name)")
            }
        }
    }

    @Test func everyExampleThatIsAConfigurationIsAccepted() throws {
        let catalog = try Catalog.bundled()
        let validator = try Self.validator(catalog)
        let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples")
        let files = FileManager.default.enumerator(at: examples, includingPropertiesForKeys: nil)
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json5" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            // Some are files of the examples themselves, or name parts of their own.
            guard (try? Configuration.read(text: text, catalog: catalog)) != nil else { continue }
            count += 1
            #expect(validator.problems(try JSON5Reader.read(text, file: file.path)) == [], "\(file.path)")
        }
        #expect(count >= 17)
    }

    @Test func whatTheProgramRefusesIsRefused() throws {
        let catalog = try Catalog.bundled()
        let validator = try Self.validator(catalog)
        let cases = [
            "{ version: 2 }", "{ version: 0 }", "{ $schema: 3 }", "{ model: { $schema: 'x' } }", "{ trainin: {} }",
            "{ training: { step: 3 } }", "{ training: { steps: 0 } }",
            "{ training: { steps: 1.5 } }",
            "{ training: { averagingDecay: 1 } }", "{ training: { steps: null } }", "{ seed: 'x' }", "{ model: [] }",
            "{ model: { prior: 'standardNorml' } }",
            "{ model: { prior: { type: 'standardNormal', componentCount: 3 } } }",
            "{ model: { prior: { type: 'gaussianMixture', componentCount: 0 } } }", "{ model: { prior: null } }",
            "{ model: { decoder: { hidden: [8, 0] } } }", "{ model: { decoder: { hiden: [8] } } }",
            "{ model: { integration: 'no' } }", "{ data: { columns: { a: 'numeric' } } }", "{ precision: 'float16' }",
            "{ imputation: { quantiles: [0.5, 1] } }", "{ data: { missingTokens: 'NA' } }", "[]",
            "{ imputation: { sampler: { type: 'auto', escalation: { type: 'lair', steps: 0 } } } }",
        ]
        for text in cases {
            let value = try JSON5Reader.read(text, file: "f")
            #expect(throws: LacunaError.self, "\(text)") { try Configuration.read(text: text, catalog: catalog) }
            if validator.problems(value).isEmpty { Issue.record("accepted: \(text)") }
        }
    }

    @Test func whatTheProgramTakesIsAccepted() throws {
        let catalog = try Catalog.bundled()
        let validator = try Self.validator(catalog)
        let cases = [
            "{}", "{ $schema: './lacuna.schema.json', version: 1 }", "{ model: { decoder: { hidden: [8] } } }",
            "{ model: { decoder: { activation: 'relu' } } }",
            "{ model: { latentDimension: null, integration: null } }", "{ bound: 'iwae' }",
            "{ bound: { type: 'siwae' } }",
            "{ data: { columns: { 'a.b': 'ignore' } } }", "{ training: { gradientNormLimit: 5, optimizer: 'sgd' } }",
            "{ model: { missingness: { type: 'perColumn', columns: { x: 'selfMasking' } } } }",
            "{ imputation: { sampler: { type: 'lair', warmUp: { type: 'mwg', steps: 5 } } } }",
        ]
        for text in cases {
            _ = try Configuration.read(text: text, catalog: catalog)
            #expect(validator.problems(try JSON5Reader.read(text, file: "f")) == [], "\(text)")
        }
    }

    /// Every key of every part: its default is accepted, and a number beyond its range refused.
    @Test func rangesAreThoseOfTheParts() throws {
        let catalog = try Catalog.bundled()
        let validator = try Self.validator(catalog)
        var rangeCount = 0
        for family in catalog.families where family != AnyComponentFamily(MaskGenerators.self) {
            for component in catalog.components(in: family) {
                let definition = "\(family.name).\(component.name)"
                func problems(_ key: KeyEntry, _ value: ConfigurationValue) -> [String] {
                    validator.problems(
                        .object([
                            ConfigurationEntry("type", .string(component.name)), ConfigurationEntry(key.name, value),
                        ]), definition: definition)
                }
                for key in component.keys {
                    #expect(problems(key, key.fallback) == [], "\(definition).\(key.name)")
                    guard let range = key.description?.range else { continue }
                    rangeCount += 1
                    for bound in [range.lowerBound - 1, range.upperBound + 1] where bound.isFinite {
                        let value: ConfigurationValue = key.fallback.elements == nil ? .number(bound) : [.number(bound)]
                        #expect(!problems(key, value).isEmpty, "\(definition).\(key.name): \(bound)")
                    }
                }
            }
        }
        #expect(rangeCount > 40)
    }

    @Test func aConfigurationMayNameItsSchema() throws {
        let catalog = try Catalog.bundled()
        let named = try Configuration.read(
            text: "{ \"$schema\": \"s.json\", method: 'mvae', seed: 3 }", catalog: catalog)
        #expect(try named == Configuration.read(text: "{ method: 'mvae', seed: 3 }", catalog: catalog))
        #expect(try ConfigurationDecoding.effective(named, catalog: catalog)["$schema"] == nil)
        do {
            _ = try Configuration.read(text: "{\n $schema: [],\n version: 2 }", file: "f", catalog: catalog)
            Issue.record("a schema that is no text was taken")
        } catch {
            #expect(
                error.problems == ["f:2:11: $schema must be a text, not an array", "f:3:11: version must be 1, not 2"])
        }
        #expect(try Self.validator(catalog).root["properties"]?["version"]?["const"] == 1)
    }

    @Test func partsOfOneselfAreInIt() throws {
        var catalog = try Catalog.bundled()
        try catalog.add(OwnSchedule.self, to: Schedules.self)
        let validator = try Self.validator(catalog)
        func problems(_ text: String) throws -> [String] { validator.problems(try JSON5Reader.read(text, file: "f")) }
        #expect(try problems("{ training: { schedule: { type: 'ownSchedule', floor: 0.5 } } }") == [])
        #expect(try !problems("{ training: { schedule: { type: 'ownSchedule', floor: 2 } } }").isEmpty)
        #expect(validator.root["$defs"]?["schedule.ownSchedule"]?["description"] == "a schedule of the test")
    }
}

private struct OwnSchedule: LacunaCore.Schedule {
    static let name = "ownSchedule"
    static let summary = "a schedule of the test"
    static let keyDescriptions = [KeyDescription("floor", "smallest factor", .between(0, 1))]

    var floor = 0.0

    func factor(step: Int, of stepCount: Int) -> Double { 1 }
}
