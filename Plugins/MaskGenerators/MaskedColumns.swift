import LacunaCore

extension MaskableTable {
    /// The columns that hold ordered values, continuous or binary, in the order of the table.
    var orderedValueColumns: [Int] { columnsInOrder.filter { columns[$0].kind != .categorical } }

    /// The columns that a key of a mask names, each once.
    ///
    /// - Parameters:
    ///   - names: What the user wrote.
    ///   - mask: The name of the mask, for sentences.
    /// - Throws: One sentence for each column that is unknown, without an observed cell or without ordered values.
    func valueColumns(named names: [String], for mask: String) throws(LacunaError) -> [Int] {
        var chosen: [Int] = []
        var problems: [String] = []
        for name in names {
            guard let column = columns.firstIndex(where: { $0.name == name }) else {
                let hint = Suggestion.phrase(for: name, among: columnNames)
                problems.append(
                    "the mask \"\(mask)\": the table has no column \"\(name)\" that can lose cells (one that is ignored "
                        + "or always missing cannot)\(hint)")
                continue
            }
            if columns[column].kind == .categorical {
                problems.append(
                    "the mask \"\(mask)\": the column \"\(name)\" is categorical, so that its values have no order by "
                        + "which cells could go; name continuous or binary columns")
            } else if rowCount > 0, !hasObservedCell(column) {
                problems.append(
                    "the mask \"\(mask)\": the column \"\(name)\" is always missing, so that it can lose no cell; leave "
                        + "it out")
            } else if !chosen.contains(column) {
                chosen.append(column)
            }
        }
        guard problems.isEmpty else { throw LacunaError(.data, problems) }
        return chosen
    }

    /// Whether any cell of a column is there to begin with.
    func hasObservedCell(_ column: Int) -> Bool {
        (0..<rowCount).contains { isObserved(row: $0, column: column) }
    }

    /// Whether the cells of a column that are there hold more than one value, but for rounding.
    func varies(_ column: Int) -> Bool {
        let values = observedValues(column)
        guard let least = values.min(), let greatest = values.max() else { return false }
        return greatest - least > 1e-6 * max(1, abs(least), abs(greatest))
    }

    /// The values of the cells of a column that are there.
    func observedValues(_ column: Int) -> [Double] {
        (0..<rowCount).compactMap { isObserved(row: $0, column: column) ? value(row: $0, column: column) : nil }
    }
}
