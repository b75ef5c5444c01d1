/// Turns imputed features back into the texts of cells.
///
/// A number is written as plain decimal text with up to two digits more than the column's own and at most nine significant
/// ones, but an atom of the model with as many as it takes; a binary cell is the text of the second category where its
/// probability is 0.5 or more; a categorical cell is the text of the most probable category, the first of them in a tie. A
/// number that would read as a missing token gets a further zero.
public struct CompletedCells: Sendable {
    /// What the columns are.
    public let schema: Schema
    /// Which feature is what.
    public let layout: FeatureLayout
    /// The numbers that come back exactly.
    public let atoms: Atoms

    /// Texts in the terms of a schema.
    public init(schema: Schema, layout: FeatureLayout, atoms: Atoms) {
        self.schema = schema
        self.layout = layout
        self.atoms = atoms
    }

    /// The text of one cell.
    ///
    /// - Parameters:
    ///   - features: All features of the row.
    ///   - entry: The cell's column.
    /// - Returns: A text that the schema accepts; a number never is NaN or infinite.
    public func cellText(forFeatures features: UnsafeBufferPointer<Float>, entry: FeatureEntry) -> String {
        let column = schema.columns[entry.columnIndex]
        switch entry.kind {
        case .continuous:
            let (value, isExact) = number(forFeatures: features, entry: entry)
            let text = DecimalText.text(value, fractionDigits: column.fractionDigits)
            return isExact && NumberText.value(of: text) != value ? "\(value)" : text
        case .binary:
            return category(features[entry.offset] >= 0.5 ? 1 : 0, of: column)
        case .categorical, .ignore:
            var best = 0
            for index in 0..<entry.width {
                let score = features[entry.offset + index]
                let bestScore = features[entry.offset + best]
                if score > bestScore || (bestScore.isNaN && !score.isNaN) { best = index }
            }
            return category(best, of: column)
        }
    }

    /// The text of one cell.
    public func cellText(forFeatures features: [Float], entry: FeatureEntry) -> String {
        features.withUnsafeBufferPointer { cellText(forFeatures: $0, entry: entry) }
    }

    /// The number of a continuous cell in units of the file, and whether it is an atom of the model.
    func number(
        forFeatures features: UnsafeBufferPointer<Float>, entry: FeatureEntry
    ) -> (value: Double, isExact: Bool) {
        let encoded = features[entry.offset]
        if let atom = atoms.original(encoded, feature: entry.offset) { return (atom, true) }
        return (schema.columns[entry.columnIndex].original(Double(encoded)), false)
    }

    /// The replacements of a table's missing cells, to be passed to `Table.write(replacing:to:)`.
    ///
    /// Observed cells and ignored columns stay as they are; columns without any observed value in training get
    /// `Column.filler`.
    ///
    /// - Parameters:
    ///   - table: A table that the schema accepts.
    ///   - values: Rows × features, completed.
    /// - Throws: `LacunaError` of kind `data` where the table's columns are not those of the schema.
    public func replacements(
        in table: Table, values: [Float]
    ) throws(LacunaError) -> @Sendable (_ row: Int, _ column: Int) -> String? {
        let width = layout.featureCount
        precondition(
            values.count == table.rowCount * width, "\(values.count) values for \(table.rowCount) rows of \(width)")
        var entries = [FeatureEntry?](repeating: nil, count: table.columnCount)
        var fillers = [String?](repeating: nil, count: table.columnCount)
        let positions = try schema.positions(in: table)
        for entry in layout.entries { entries[positions[entry.columnIndex]] = entry }
        for (column, position) in zip(schema.columns, positions) { fillers[position] = column.filler }
        return { [entries, fillers] row, column in
            guard table.isMissing(row: row, column: column) else { return nil }
            guard let entry = entries[column] else { return fillers[column].map { distinct($0, in: table) } }
            let text = values.withUnsafeBufferPointer { all in
                cellText(
                    forFeatures: UnsafeBufferPointer(rebasing: all[row * width..<(row + 1) * width]), entry: entry)
            }
            return entry.kind == .continuous ? distinct(text, in: table) : text
        }
    }

    /// A number's text that does not read as missing: with a token such as `-9`, the number is written `-9.0`.
    private func distinct(_ text: String, in table: Table) -> String {
        var text = text
        while table.options.missingTokens.contains(text) { text += text.contains(".") ? "0" : ".0" }
        return text
    }

    private func category(_ index: Int, of column: Column) -> String {
        // A constant binary column has one category.
        column.categories.isEmpty ? "" : column.categories[min(index, column.categories.count - 1)]
    }
}
