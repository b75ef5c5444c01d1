import Lacuna

/// A table of continuous, binary and categorical columns with holes, and a model that is fitted to it in a moment.
enum MixedTableExample {
    static let configuration = """
        {
          model: {
            latentDimension: 2, decoder: { type: "mlp", hidden: [10] }, encoder: { type: "mlp", hidden: [10] },
          },
          bound: { type: "importanceWeighted", importanceSampleCount: 5 },
          training: { steps: 60, batchSize: 16, heldOutShare: 0, optimizer: { type: "adam", learningRate: 0.01 } },
          imputation: { sampler: { type: "importanceResampling", sampleCount: 300 } },
        }
        """

    /// Rows of dependent cells as text, about a third of them empty.
    static func text(rowCount: Int = 60, seed: UInt64 = 4) -> String {
        var stream = RandomStream(seed: seed)
        var lines = ["height,weight,smoker,town"]
        for _ in 0..<rowCount {
            let factor = stream.normal()
            let height = (170 + 8 * factor + 3 * stream.normal()).rounded()
            let weight = (65 + 9 * factor + 5 * stream.normal()).rounded()
            let cells = [
                "\(height)", "\(weight)", factor + stream.normal() > 0 ? "yes" : "no",
                factor > 0.5 ? "north" : stream.uniform() > 0.5 ? "south" : "west",
            ]
            lines.append(cells.map { stream.uniform() < 0.3 ? "" : $0 }.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func table(_ text: String = text()) throws -> Table { try Table.parse(Array(text.utf8), name: "mixed.csv") }

    static func context(overrides: [String] = [], threadCount: Int = 1) throws -> ImputerContext {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(text: configuration, overrides: overrides, catalog: catalog)
        return ImputerContext(blueprint: try Blueprint(configuration, catalog: catalog), threadCount: threadCount)
    }

    /// The model, fitted to the table.
    static func fitted() throws -> FittedTable {
        let table = try table()
        return try FittedTable.fit(table, schema: Schema.infer(from: table).schema, context: context())
    }

    /// Everything that can be asked for at once.
    static let request = ImputationRequest(summary: .median, quantiles: [0.1, 0.9], drawCount: 3)
}

extension Imputations {
    /// All numbers of a row: the summary, the quantiles, the draws.
    func numbers(ofRow row: Int) -> [Float] {
        let width = layout.featureCount
        return ([summary] + quantiles + draws).flatMap { $0[row * width..<(row + 1) * width] }
    }

    /// All numbers of all rows, as bits.
    var bits: [UInt32] { ([summary] + quantiles + draws).flatMap { $0.map(\.bitPattern) } }
}
