import Lacuna
import Testing

/// Removing cells and measuring a method, by hand.
@Suite struct EvaluationRunTests {
    /// Keeps every cell but two of the first rows.
    private struct TwoCellsMask: MaskGenerator {
        static let name = "testTwoCells"
        static let summary = "removes two cells"

        func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
            var kept = [Bool](repeating: true, count: table.observed.count)
            kept[0] = false
            kept[table.columnNames.count + 1] = false
            return kept
        }
    }

    /// The first cell is completed by the mean of the others of its column, the binary one by their majority.
    @Test func columnMeansAreScored() throws {
        let layout = FeatureLayout(columns: [("x", .continuous, 1), ("y", .binary, 1)])
        let dataset = Dataset(
            layout: layout, rowCount: 4, values: [3, 1, 1, 0, 2, 1, 0, 1], observed: [1, 1, 1, 1, 1, 1, 1, 1])
        let catalog = try Catalog.bundled()
        let context = ImputerContext(
            blueprint: try Blueprint(Configuration.read(method: "columnMean", catalog: catalog), catalog: catalog))
        let evaluation = Evaluation(dataset: dataset, mask: TwoCellsMask(), stream: RandomStream(seed: 1))
        let kept = try evaluation.keptCells(repeat: 1)
        #expect(kept == [false, true, true, false, true, true, true, true])
        let result = try evaluation.run(kept: kept, context: context)
        // The mean of 1, 2 and 0 is 1, the truth 3; the majority of 1, 1 and 1 is 1, the truth 0.
        #expect(result.meanSquaredError == 4)
        #expect(result.accuracy == 0)
        #expect(result.bound == nil)
    }
}
