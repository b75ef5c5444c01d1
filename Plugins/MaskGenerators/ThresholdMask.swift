import LacunaCore

/// Removes every cell that lies above the mean of its column (MNAR), in the first half of the continuous columns.
///
/// This is the protocol by which not-MIWAE was measured. The first half are the first ⌊c/2⌋ of the c continuous columns in
/// the order of the table; other columns have to be named. The mean is that of the cells that are there, and a cell that
/// is equal to it but for rounding stays. There is no randomness.
public struct ThresholdMask: MaskGenerator {
    public static let name = "threshold"
    public static let summary =
        "cells above their column's mean removed, in the first half of the continuous columns (MNAR)"
    public static let references = [Reference.notMissingAtRandom]

    public static let keyDescriptions = [
        KeyDescription(
            "columns",
            "continuous and binary columns that lose cells; the first half of the continuous ones where it is empty"),
        KeyDescription("direction", "whether cells above or below the mean go"),
    ]

    /// Which continuous and binary columns lose cells; the first half of the continuous ones where it is empty.
    public var columns: [String] = []
    /// Whether cells above or below the mean go.
    public var direction = MaskDirection.above

    public var isRandom: Bool { false }

    public init() {}

    /// A mask of some columns, and the side of their means that goes.
    public init(columns: [String] = [], direction: MaskDirection = .above) {
        self.columns = columns
        self.direction = direction
    }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let chosen = try chosenColumns(table)
        var kept = table.observed
        var problems: [String] = []
        for column in chosen {
            let values = table.observedValues(column)
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            // Values come rounded to Float, and so does what is equal to the mean.
            let rounding = 1e-6 * variance.squareRoot() + 1e-12 * abs(mean)
            let isBeyond = { (value: Double) in direction.sign * (value - mean) > rounding }
            if !columns.isEmpty, table.rowCount > 0, !values.contains(where: isBeyond) {
                problems.append(
                    "the mask \"\(Self.name)\": the column \"\(table.columns[column].name)\" is constant, so that no cell "
                        + "lies \(direction.rawValue) its mean; leave it out")
            }
            for row in 0..<table.rowCount where isBeyond(table.value(row: row, column: column)) {
                kept[row * table.columns.count + column] = false
            }
        }
        guard problems.isEmpty else { throw LacunaError(.data, problems) }
        return kept
    }

    private func chosenColumns(_ table: MaskableTable) throws(LacunaError) -> [Int] {
        if !columns.isEmpty { return try table.valueColumns(named: columns, for: Self.name) }
        let continuous = table.columnsInOrder.filter { table.columns[$0].kind == .continuous }
        guard continuous.count > 1 else {
            throw LacunaError(
                .data,
                "the mask \"\(Self.name)\" takes the first half of the continuous columns, but the table has "
                    + "\(continuous.count); name in columns those that shall lose cells")
        }
        return Array(continuous.prefix(continuous.count / 2))
    }
}
