import Lacuna
import LacunaTestKit
import Synchronization
import Testing

@Suite struct DeepLatentVariableImputerTests {
    @Test(arguments: ["float32", "float64"]) func keepsItsContract(_ precision: String) throws {
        let overrides = defaultImputerOverrides + ["precision=\(precision)", "imputation.batchSize=3"]
        let report = try checkImputer(
            DeepLatentVariableImputer(), catalog: Catalog.bundled(), overrides: overrides)
        #expect(report.passed, "\(report)")
    }

    private final class Notes: Sendable {
        private let sentences = Mutex<[String]>([])
        var all: [String] { sentences.withLock { $0 } }
        func add(_ sentence: String) { sentences.withLock { $0.append(sentence) } }
    }

    /// What the missingness model has to tell of the table is told before the first step.
    @Test func notesOfTheMissingnessModelAreTold() throws {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(
            text: "{ model: { missingness: \"selfMaskingKnown\" } }", method: "notMIWAE", catalog: catalog)
        let text = "size,species\n1.5,a\n,b\n2.5,\n3.5,c\n1.25,a\n"
        let table = try Table.parse(Array(text.utf8), name: "table.csv")
        let schema = try Schema.infer(from: table).schema
        let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
        let notes = Notes()
        let context = ImputerContext(
            blueprint: try Blueprint(configuration, catalog: catalog), shouldStop: { true }, note: { notes.add($0) })
        _ = try? DeepLatentVariableImputer().fit(dataset, context: context)
        let sentence = """
            model.missingness: the pattern of species is not explained: its categories have no order; perColumn can give it \
            selfMasking
            """
        #expect(notes.all.contains(sentence), "\(notes.all)")
    }
}
