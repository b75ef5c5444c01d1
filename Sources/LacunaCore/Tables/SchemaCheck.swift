extension Schema {
    /// Checks that a table can be imputed by what was learned from the table of this schema.
    ///
    /// The columns must have the same names; their order may differ.
    ///
    /// - Returns: Notes: columns that were complete in training and are not now, observed cells of columns that had none
    ///   in training, and numbers far from everything seen in training.
    /// - Throws: `LacunaError` of kind `data`: columns that are missing or additional, texts where numbers are expected,
    ///   and categories that training has not seen.
    @discardableResult
    public func check(_ table: Table) throws(LacunaError) -> [String] {
        let positions = try positions(in: table)
        var problems = ProblemList()
        var notes: [String] = []
        for (column, position) in zip(columns, positions) where column.kind != .ignore {
            notes += Self.check(table, position, against: column, problems: &problems)
        }
        try problems.throwIfAny()
        return notes
    }

    private static func check(
        _ table: Table, _ position: Int, against column: Column, problems: inout ProblemList
    ) -> [String] {
        let encoder = ColumnEncoder(column)
        let label = "column \(Excerpt.quoted(column.name))"
        var missing = 0
        var unknown = 0
        var far: (row: Int, count: Int)?
        for row in 0..<table.rowCount {
            if column.isAllMissing {
                if table.isMissing(row: row, column: position) { missing += 1 }
                continue
            }
            switch encoder.encode(table, row: row, column: position) {
            case .missing: missing += 1
            case .number(let value):
                if abs(column.standardised(value)) > 1000 { far = (far?.row ?? row, (far?.count ?? 0) + 1) }
            case .category: break
            case .unknown:
                unknown += 1
                if unknown <= 3 {
                    let text = table.text(row: row, column: position)
                    problems.add("\(table.place(ofRow: row)), \(label): \(reason(text, column))")
                }
            }
        }
        problems.addUnshown(max(0, unknown - 3))
        var notes: [String] = []
        if column.isAllMissing, missing < table.rowCount {
            notes.append("\(label) had no observed value in training; its observed cells tell the model nothing")
        }
        if !column.isAllMissing, column.missingCount == 0, missing > 0 {
            notes.append("\(label) had no missing cell in training and has \(missing) now")
        }
        if let far {
            notes.append(
                "\(label): \(table.place(ofRow: far.row)) has a number more than 1000 standard deviations from the mean "
                    + "in training (\(Excerpt.counted(far.count, "such cell"))); check its unit")
        }
        return notes
    }

    private static func reason(_ text: String, _ column: Column) -> String {
        let shown = Excerpt.quoted(text)
        if column.kind == .continuous {
            return NumberText.isNonFinite(text)
                ? "\(shown) is no finite number; if it stands for a missing value, add it to data.missingTokens"
                : "\(shown) is not a number, but the column was continuous in training"
        }
        return "\(shown) did not occur in training; known: \(Excerpt.list(column.categories, limit: 8))"
            + Suggestion.phrase(for: text, among: column.categories)
    }
}
