import LacunaCore

/// Removes cells by their own value (MNAR): a cell x of a chosen column goes with probability σ(slope · (x − threshold)),
/// where the threshold of each column makes the expected share of its cells that go the rate.
///
/// Values are in standard deviations from the mean, those of binary columns 0 or 1. A constant column loses cells at the
/// rate too, although its value tells nothing. Cells are drawn by the numbers of their rows: the same rows in another order
/// lose other cells.
public struct SelfMaskingMask: MaskGenerator {
    public static let name = "selfMasking"
    public static let summary = "cells removed by their own value (MNAR): the more likely, the farther above or below"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription("rate", "expected share of the cells of each chosen column that go", MaskProblems.shares),
        KeyDescription(
            "slope", "rise of the log-odds to go, in logits a standard deviation (of a binary column: from 0 to 1)",
            .above(0, atMost: 1_000)),
        KeyDescription("direction", "whether large or small values go"),
        KeyDescription("columns", "continuous and binary columns that lose cells; all of them where it is empty"),
    ]

    /// The expected share of the cells of each chosen column that go.
    public var rate = 0.5
    /// How fast the log-odds to go rise with the value, in logits a standard deviation; of a binary column in logits from 0
    /// to 1.
    public var slope = 3.0
    /// Whether large or small values go.
    public var direction = MaskDirection.above
    /// Which continuous and binary columns lose cells; all of them where it is empty.
    public var columns: [String] = []

    public static var shortFormKey: String? { "rate" }

    public init() {}

    /// Curves of a rate and a slope, for some columns or all.
    public init(rate: Double = 0.5, slope: Double = 3, direction: MaskDirection = .above, columns: [String] = []) {
        self.rate = rate
        self.slope = slope
        self.direction = direction
        self.columns = columns
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        var kept = table.observed
        for column in try chosenColumns(table) {
            let scores = (0..<table.rowCount).map { row in
                table.isObserved(row: row, column: column)
                    ? direction.sign * slope * table.value(row: row, column: column) : 0
            }
            let observed = (0..<table.rowCount).map { table.isObserved(row: $0, column: column) }
            let logistic = CalibratedLogistic(scores: scores, counted: observed, rate: rate)
            logistic.removeCells(
                ofColumn: column, columnCount: table.columns.count, from: &kept,
                using: stream.child(table.columns[column].position))
        }
        return kept
    }

    private func chosenColumns(_ table: MaskableTable) throws(LacunaError) -> [Int] {
        if !columns.isEmpty { return try table.valueColumns(named: columns, for: Self.name) }
        let all = table.orderedValueColumns
        // Where there is no row, no column has a cell.
        let there = table.columns.indices.filter { table.rowCount == 0 || table.hasObservedCell($0) }
        guard !there.isEmpty else {
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\": no column has a cell that could go; all are ignored or always missing")
        }
        guard !all.isEmpty else {
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\": no column is continuous or binary, so that no cell can go by its value; use "
                    + "\"mcar\"" + (there.count > 1 ? " or \"mar\"" : ""))
        }
        return all
    }
}
