import Foundation
import Lacuna
import Testing

/// The column mean on tables and masks whose errors are known to three digits from an independent implementation.
///
/// The tables cannot be part of the package; they are looked for in a folder `shared` beside the checkout, and the tests
/// are skipped where it is not there.
@Suite struct PublishedMaskTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "golden/masks").path()) }

    @Test(
        .enabled(if: isThere, "the tables are not beside the checkout"),
        arguments: [
            ("winequality_red", "red", "quality", "1.025"), ("winequality_white", "white", "quality", "1.002"),
            ("banknote", "banknote", "class", "1.021"),
        ])
    func theColumnMeanHasTheKnownError(_ name: String, _ mask: String, _ ignored: String, _ error: String) throws {
        let catalog = try Catalog.bundled()
        let table = try Table.read(path: Self.folder.appending(path: "data/\(name).csv").path())
        let schema = try Schema.infer(from: table, declared: [ignored: .ignore]).schema
        let layout = FeatureLayout(schema)
        let masks = Self.folder.appending(path: "golden/masks").path() + "/\(mask)_mcar50_seed{repeat}.csv"
        let evaluation = Evaluation(
            dataset: try Dataset(table: table, schema: schema, layout: layout),
            mask: try catalog.maskGenerator(from: "file:\(masks)"), stream: RandomStream(seed: 1))
        let configuration = try Configuration.read(method: "columnMean", catalog: catalog)
        let context = ImputerContext(blueprint: try Blueprint(configuration, catalog: catalog))
        let errors = try (1...3).map { number in
            try evaluation.run(kept: evaluation.keptCells(repeat: number), context: context).meanSquaredError ?? .nan
        }
        #expect(String(format: "%.3f", RepeatedFigure(errors).mean) == error)
    }

    /// The rule by which the masks were made: the ⌊n·p/2⌋ cells with the smallest keys are missing.
    @Test(.enabled(if: isThere, "the tables are not beside the checkout"))
    func theMasksFollowTheirRule() throws {
        let path = Self.folder.appending(path: "golden/masks/banknote_mcar50_seed2.csv").path()
        let mask = try Table.read(path: path, options: CSVOptions(missingTokens: []))
        let cells = mask.rowCount * 4
        func key(_ index: Int) -> UInt64 {
            var bits = (UInt64(2) << 32) &+ UInt64(index) &+ 0x9e37_79b9_7f4a_7c15
            bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
            return bits ^ (bits >> 31)
        }
        let missing = Set((0..<cells).sorted { key($0) < key($1) }.prefix(cells / 2))
        let agreeing = (0..<cells).count { index in
            (mask.text(row: index / 4, column: index % 4) == "0") == missing.contains(index)
        }
        #expect(agreeing == cells, "\(cells - agreeing) of \(cells) cells do not follow the rule")
    }
}
