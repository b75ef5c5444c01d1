/// The features of one column.
public struct FeatureEntry: Codable, Sendable, Equatable {
    /// The position of the column in the schema.
    public var columnIndex: Int
    /// The column's name.
    public var name: String
    /// The column's kind: continuous, binary or categorical.
    public var kind: ColumnKind
    /// The position of the first feature.
    public var offset: Int
    /// The number of features: one, or the number of categories of a categorical column.
    public var width: Int
    /// How the encoded numbers relate to those of the file.
    public var units: ColumnUnits

    /// The features of one column.
    public init(
        columnIndex: Int, name: String, kind: ColumnKind, offset: Int, width: Int, units: ColumnUnits = .identity
    ) {
        self.columnIndex = columnIndex
        self.name = name
        self.kind = kind
        self.offset = offset
        self.width = width
        self.units = units
    }

    /// The positions of the features.
    public var features: Range<Int> { offset..<offset + width }
}

/// A column to model that has no features because no cell of it is observed.
public struct EmptyColumn: Codable, Sendable, Equatable {
    /// The column's name.
    public var name: String
    /// What it would hold.
    public var kind: ColumnKind

    /// A column without any observed cell.
    public init(name: String, kind: ColumnKind) {
        self.name = name
        self.kind = kind
    }
}

/// Which features a model sees, and in which order.
///
/// Continuous columns come first, then binary, then categorical ones, each group in the order of the schema. A continuous
/// or binary column is one feature, a categorical one as many one-hot features as it has categories; ignored columns and
/// those without any observed value have none.
public struct FeatureLayout: Codable, Sendable, Equatable {
    /// The columns that have features, in the order of the features.
    public let entries: [FeatureEntry]
    /// The number of features of a row.
    public let featureCount: Int
    /// The columns to model that have no features because no cell of theirs is observed, in the order of the schema.
    public let emptyColumns: [EmptyColumn]

    private static let order: [ColumnKind] = [.continuous, .binary, .categorical]

    /// The layout of a schema's columns.
    public init(_ schema: Schema) {
        self.init(
            columns: schema.columns.map { column in
                let width = column.kind == .categorical ? column.categories.count : 1
                return (column.name, column.kind, column.isModelled ? width : 0)
            }, units: schema.columns.map(\.units))
    }

    /// A layout of columns that are described by name, kind and number of features, encoded as they are.
    ///
    /// Columns of kind `ignore` and of width 0 have no features; those of width 0 and another kind are empty ones.
    public init(columns: [(name: String, kind: ColumnKind, width: Int)]) {
        self.init(columns: columns, units: columns.map { _ in .identity })
    }

    private init(columns: [(name: String, kind: ColumnKind, width: Int)], units: [ColumnUnits]) {
        var entries: [FeatureEntry] = []
        var offset = 0
        for kind in Self.order {
            for (index, column) in columns.enumerated() where column.kind == kind && column.width > 0 {
                precondition(kind == .categorical || column.width == 1, "only categorical columns are wider than 1")
                entries.append(
                    FeatureEntry(
                        columnIndex: index, name: column.name, kind: kind, offset: offset, width: column.width,
                        units: units[index]))
                offset += column.width
            }
        }
        self.entries = entries
        featureCount = offset
        emptyColumns = columns.filter { $0.kind != .ignore && $0.width == 0 }.map {
            EmptyColumn(name: $0.name, kind: $0.kind)
        }
    }

    /// The columns of one kind, in the order of their features.
    public func entries(of kind: ColumnKind) -> [FeatureEntry] { entries.filter { $0.kind == kind } }

    /// Where the features of one kind lie; empty where there are none.
    public func range(of kind: ColumnKind) -> Range<Int> {
        let group = entries(of: kind)
        guard let first = group.first, let last = group.last else { return 0..<0 }
        return first.offset..<last.offset + last.width
    }
}
