import LacunaCore
import Testing

/// Removal of cells and scoring on a tiny mixed table, by hand.
@Suite struct EvaluationTests {
    /// Keeps the cells that it was told to keep, and notes what it was shown.
    private struct GivenMask: MaskGenerator {
        static let name = "given"
        static let summary = "keeps given cells"
        var kept: [Bool] = []

        func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
            // Values stand for cells: the index of the category where there is one.
            guard table.columnNames == ["x", "y", "z"], table.rowCount == 3,
                table.values == [0.5, 1, 2, -1, 0, 0, 0, 0, 1],
                table.observed == [true, true, true, true, true, true, false, true, true]
            else { throw LacunaError(.data, "the mask was shown \(table)") }
            return kept
        }
    }

    /// Columns: x continuous, y binary, z categorical with three categories; x of the last row is missing.
    private static let dataset = Dataset(
        layout: FeatureLayout(columns: [("x", .continuous, 1), ("y", .binary, 1), ("z", .categorical, 3)]), rowCount: 3,
        values: [0.5, 1, 0, 0, 1, -1, 0, 1, 0, 0, 0, 0, 0, 1, 0],
        observed: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1])

    private static func evaluation(_ kept: [Bool]) -> Evaluation {
        Evaluation(dataset: dataset, mask: GivenMask(kept: kept), stream: RandomStream(seed: 1))
    }

    private static let kept = [false, false, true, false, true, false, true, true, false]

    @Test func missingCellsStayMissing() throws {
        // The mask "keeps" the cell that was never there.
        let kept = try Self.evaluation(Self.kept).keptCells(repeat: 1)
        #expect(kept == [false, false, true, false, true, false, false, true, false])
        let masked = Self.dataset.masked(keeping: kept)
        #expect(masked.observed == [0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0])
        #expect(masked.values == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func scoresByHand() throws {
        let evaluation = Self.evaluation(Self.kept)
        let kept = try evaluation.keptCells(repeat: 1)
        // Removed: x of the rows 1 and 2, y of row 1, z of the rows 2 and 3. The missing x of row 3 does not count.
        let completed: [Float] = [
            1.5, 0.4, 0, 0, 1,  //
            1, 0, 0.4, 0.35, 0.25,  //
            99, 0, 0.5, 0.3, 0.2,
        ]
        let scores = evaluation.score(completed, kept: kept)
        #expect(scores.meanSquaredError == (1.0 + 4.0) / 2)
        // y: 0.4 is no, the truth yes; z: right in row 2, wrong in row 3.
        #expect(scores.accuracy == 1.0 / 3)
    }

    /// Notes the columns that it was shown by refusing them.
    private struct NotingMask: MaskGenerator {
        static let name = "noting"
        static let summary = "says what it was shown"

        func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
            let values = table.columnsInOrder.map { column in
                "\(table.columns[column].name) \(table.columns[column].kind) \(table.original(row: 0, column: column))"
            }
            throw LacunaError(.data, values)
        }
    }

    /// Columns of the table: name (ignored), answer (binary: no 2, yes 6), height (mean 170, deviation 8). The layout has
    /// height first.
    @Test func masksAreToldTheOrderAndTheUnitsOfTheTable() {
        let schema = Schema(columns: [
            Column(name: "name", kind: .ignore), Column(name: "answer", kind: .binary, categories: ["2", "6"]),
            Column(name: "height", kind: .continuous, mean: 170, standardDeviation: 8),
            Column(name: "sex", kind: .binary, categories: ["f", "m"]),
            Column(name: "group", kind: .categorical, categories: ["a", "b", "c"]),
        ])
        let dataset = Dataset(
            layout: FeatureLayout(schema), rowCount: 1, values: [0.5, 1, 1, 0, 0, 1],
            observed: [UInt8](repeating: 1, count: 6))
        func shown(_ schema: Schema?) -> [String]? {
            let evaluation = Evaluation(
                dataset: dataset, mask: NotingMask(), stream: RandomStream(seed: 1), schema: schema)
            return #expect(throws: LacunaError.self) { _ = try evaluation.keptCells(repeat: 1) }?.problems
        }
        #expect(
            shown(schema) == [
                "answer binary 6.0", "height continuous 174.0", "sex binary 1.0", "group categorical 2.0",
            ])
        #expect(
            shown(nil) == ["answer binary 1.0", "height continuous 0.5", "sex binary 1.0", "group categorical 2.0"])
    }

    @Test func masksThatRemoveNothingAreRefused() {
        let all = [Bool](repeating: true, count: 9)
        let error = #expect(throws: LacunaError.self) { _ = try Self.evaluation(all).keptCells(repeat: 1) }
        #expect(error?.problems.first?.contains("removes no cell") == true)
    }
}
