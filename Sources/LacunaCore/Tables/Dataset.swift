/// The rows of a table as numbers that a model sees.
///
/// Continuous features are in standard deviations from the mean, binary ones 0 or 1, categorical ones one-hot. A missing
/// cell holds 0 whatever it was made from, so that nothing that stood in it can reach a model.
public struct Dataset: Sendable {
    /// Which feature is what.
    public let layout: FeatureLayout
    /// The number of rows.
    public let rowCount: Int
    /// Rows × features, row by row.
    public let values: [Float]
    /// 1 where the feature's cell was observed, 0 where it is missing; the shape of `values`. All features of a
    /// categorical column have the same flag.
    public let observed: [UInt8]

    /// The rows of a table, in the terms of a schema that was fitted to it or to another table with the same columns.
    ///
    /// - Throws: `LacunaError` of kind `data` where the table does not agree with the schema; see `Schema.check(_:)`.
    public init(table: Table, schema: Schema, layout: FeatureLayout) throws(LacunaError) {
        try schema.check(table)
        let positions = try schema.positions(in: table)
        let width = layout.featureCount
        let rowCount = table.rowCount
        var values = [Float](repeating: 0, count: rowCount * width)
        var observed = [UInt8](repeating: 0, count: rowCount * width)
        for entry in layout.entries {
            let encoder = ColumnEncoder(schema.columns[entry.columnIndex])
            let position = positions[entry.columnIndex]
            for row in 0..<rowCount {
                let place = row * width + entry.offset
                switch encoder.encode(table, row: row, column: position) {
                case .missing, .unknown: continue
                case .number(let number): values[place] = Self.positiveZero(Float(encoder.column.standardised(number)))
                case .category(let index):
                    if entry.kind == .binary { values[place] = Float(index) } else { values[place + index] = 1 }
                }
                for feature in 0..<entry.width { observed[place + feature] = 1 }
            }
        }
        self.layout = layout
        self.rowCount = rowCount
        self.values = values
        self.observed = observed
    }

    /// Rows that are already encoded.
    ///
    /// - Parameters:
    ///   - layout: The features.
    ///   - rowCount: The number of rows.
    ///   - values: Rows × features; what stands in missing cells, NaN included, is replaced by 0.
    ///   - observed: The same shape, 0 where missing. A categorical column counts as observed where all its features do.
    /// - Precondition: Both have `rowCount` × `layout.featureCount` elements, and observed values are finite.
    public init(layout: FeatureLayout, rowCount: Int, values: [Float], observed: [UInt8]) {
        let count = rowCount * layout.featureCount
        precondition(values.count == count, "\(values.count) values for \(rowCount) rows of \(layout.featureCount)")
        precondition(observed.count == count, "\(observed.count) flags for \(rowCount) rows of \(layout.featureCount)")
        var values = values
        var observed = observed
        for row in 0..<rowCount {
            for entry in layout.entries {
                let first = row * layout.featureCount + entry.offset
                let places = first..<first + entry.width
                let isObserved = places.allSatisfy { observed[$0] != 0 }
                for place in places {
                    observed[place] = isObserved ? 1 : 0
                    values[place] = isObserved ? Self.positiveZero(values[place]) : 0
                    precondition(
                        values[place].isFinite, "row \(row), column \(entry.name): an observed value is not finite")
                }
            }
        }
        self.layout = layout
        self.rowCount = rowCount
        self.values = values
        self.observed = observed
    }

    /// Adding 0 turns -0 into 0: rows that are equal as numbers are then equal bit for bit.
    private static func positiveZero(_ value: Float) -> Float { value + 0 }

    /// Whether any cell is missing.
    public var hasMissing: Bool { observed.contains(0) }

    /// How many cells of columns are missing; a categorical cell counts once, whatever its features.
    public var missingCellCount: Int {
        layout.entries.reduce(0) { count, entry in
            count
                + stride(from: entry.offset, to: observed.count, by: layout.featureCount).count { observed[$0] == 0 }
        }
    }

    /// Some of the rows, in the given order; a row may occur more than once.
    public func subset(rows: [Int]) -> Dataset {
        let width = layout.featureCount
        var values: [Float] = []
        var observed: [UInt8] = []
        values.reserveCapacity(rows.count * width)
        observed.reserveCapacity(rows.count * width)
        for row in rows {
            values += self.values[row * width..<(row + 1) * width]
            observed += self.observed[row * width..<(row + 1) * width]
        }
        return Dataset(layout: layout, rowCount: rows.count, values: values, observed: observed)
    }
}
