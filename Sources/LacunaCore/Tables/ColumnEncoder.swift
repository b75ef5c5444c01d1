/// Turns the cells of one column into what a model sees.
struct ColumnEncoder {
    /// What a cell stands for.
    enum Value: Equatable {
        case missing
        /// In units of the file.
        case number(Double)
        /// The position among the categories.
        case category(Int)
        /// A text that the column cannot hold.
        case unknown
    }

    let column: Column
    private let indices: [String: Int]
    private let numericIndices: [Double: Int]

    init(_ column: Column) {
        self.column = column
        indices = Dictionary(
            column.categories.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let numbers = column.categories.compactMap { NumberText.value(of: $0) }
        // Where all categories are numbers, other ways to write one of them ("2.0" for "2") mean the same.
        numericIndices =
            numbers.count == column.categories.count
            ? Dictionary(numbers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
            : [:]
    }

    func encode(_ table: Table, row: Int, column position: Int) -> Value {
        if table.isMissing(row: row, column: position) { return .missing }
        if column.kind == .continuous {
            return table.number(row: row, column: position).map { .number($0) } ?? .unknown
        }
        if let index = indices[table.text(row: row, column: position)] { return .category(index) }
        if !numericIndices.isEmpty, let number = table.number(row: row, column: position),
            let index = numericIndices[number]
        {
            return .category(index)
        }
        return .unknown
    }
}
