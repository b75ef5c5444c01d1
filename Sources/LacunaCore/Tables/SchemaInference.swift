extension Schema {
    /// Finds out what the columns of a table are.
    ///
    /// A column of numbers is continuous, and binary where it holds exactly 0 and 1; a column of texts is binary with
    /// two distinct ones and categorical with more; texts that are nearly all distinct (more than 50, and more than half
    /// of the rows) are identifiers, and ignored. A declared kind goes before these rules, and values that contradict it
    /// are errors.
    ///
    /// - Parameters:
    ///   - table: The rows to learn kinds, categories and scales from.
    ///   - declared: Kinds that the user states, by column name.
    /// - Returns: The schema, and notes: one sentence for each thing a user may want to decide otherwise.
    /// - Throws: `LacunaError` of kind `data`: declared columns that do not exist, cells that contradict a declared kind,
    ///   infinite numbers and NaN, more than 1000 categories.
    public static func infer(
        from table: Table, declared: [String: ColumnKind] = [:]
    ) throws(LacunaError) -> (schema: Schema, notes: [String]) {
        var problems = ProblemList()
        var notes = table.notes
        for name in declared.keys.sorted() where table.columnIndex(of: name) == nil {
            problems.add(
                "data.columns.\(name): \(table.name) has no column \(Excerpt.quoted(name))"
                    + Suggestion.phrase(for: name, among: table.columnNames))
        }
        var columns: [Column] = []
        for index in 0..<table.columnCount {
            var inference = ColumnInference(table, column: index)
            columns.append(inference.decide(declared: declared[table.columnNames[index]], problems: &problems))
            notes += inference.notes
        }
        try problems.throwIfAny()
        notes += rowNotes(table, columns)
        return (Schema(columns: columns), notes)
    }

    private static func rowNotes(_ table: Table, _ columns: [Column]) -> [String] {
        let modelled = columns.indices.filter { columns[$0].isModelled }
        if modelled.isEmpty {
            return ["\(table.name) has no column to model: each is ignored or has no observed value"]
        }
        let count = (0..<table.rowCount).count { row in
            modelled.allSatisfy { table.isMissing(row: row, column: $0) }
        }
        if count == 0 { return [] }
        let verb = count == 1 ? "has" : "have"
        return [
            "\(Excerpt.counted(count, "row")) \(verb) no observed value to impute from; such rows are imputed from what the "
                + "other rows have in common"
        ]
    }
}
