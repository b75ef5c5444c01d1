/// What a mask generator is told of a table.
public struct MaskableTable: Sendable {
    /// Which of several repeats this is, from 1.
    public var repeatNumber: Int
    /// The columns that may lose cells, in the order of the cells of a row.
    public var columns: [MaskableColumn]
    /// Number of rows.
    public var rowCount: Int
    /// Whether each cell is there, row-major over those columns.
    public var observed: [Bool]
    /// The encoded values where columns are continuous (standardised) or binary (0 or 1), else the category's index.
    public var values: [Double]

    /// A table's extents and contents.
    public init(
        repeatNumber: Int = 1, columns: [MaskableColumn], rowCount: Int, observed: [Bool], values: [Double]
    ) {
        self.repeatNumber = repeatNumber
        self.columns = columns
        self.rowCount = rowCount
        self.observed = observed
        self.values = values
    }

    /// A table of continuous columns in their own units and order.
    public init(repeatNumber: Int = 1, columnNames: [String], rowCount: Int, observed: [Bool], values: [Double]) {
        let columns = columnNames.enumerated().map { MaskableColumn(name: $0.element, position: $0.offset) }
        self.init(repeatNumber: repeatNumber, columns: columns, rowCount: rowCount, observed: observed, values: values)
    }

    /// The names of the columns that may lose cells.
    public var columnNames: [String] { columns.map(\.name) }

    /// The indices of the columns in the order in which the table has them, which need not be that of the cells.
    public var columnsInOrder: [Int] { columns.indices.sorted { columns[$0].position < columns[$1].position } }

    /// Whether a cell is there to begin with.
    public func isObserved(row: Int, column: Int) -> Bool { observed[row * columns.count + column] }

    /// The encoded value of a cell; without meaning where the cell is missing.
    public func value(row: Int, column: Int) -> Double { values[row * columns.count + column] }

    /// The value of a cell in units of the file; without meaning where the cell is missing or the column categorical.
    public func original(row: Int, column: Int) -> Double {
        columns[column].centre + columns[column].scale * value(row: row, column: column)
    }
}

/// A column that may lose cells.
public struct MaskableColumn: Sendable, Equatable {
    /// The name in the header.
    public var name: String
    /// Continuous, binary or categorical.
    public var kind: ColumnKind
    /// The position among all columns of the table.
    public var position: Int
    /// What an encoded 0 is in units of the file.
    public var centre: Double
    /// How many units of the file an encoded 1 is more than an encoded 0.
    public var scale: Double

    /// A column; in its own units where nothing else is said.
    public init(name: String, kind: ColumnKind = .continuous, position: Int, centre: Double = 0, scale: Double = 1) {
        self.name = name
        self.kind = kind
        self.position = position
        self.centre = centre
        self.scale = scale
    }

    /// The column of a layout, in units of the file where the schema tells them.
    ///
    /// A binary column has units where its two texts are numbers, and is 0 and 1 otherwise.
    init(_ entry: FeatureEntry, of schema: Schema?) {
        self.init(name: entry.name, kind: entry.kind, position: entry.columnIndex)
        guard let column = schema?.columns[entry.columnIndex] else { return }
        if kind == .continuous {
            centre = column.mean
            scale = column.standardDeviation
        } else if kind == .binary {
            let numbers = column.categories.compactMap { NumberText.value(of: $0) }
            guard let first = numbers.first, let last = numbers.last, numbers.count == column.categories.count
            else { return }
            centre = first
            scale = last - first
        }
    }
}
