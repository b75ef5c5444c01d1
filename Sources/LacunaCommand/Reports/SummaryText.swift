import LacunaCore

/// The summary of a table for programs.
enum SummaryText {
    /// One object: extents, columns, patterns of missing columns, notes.
    static func json(_ summary: TableSummary, notes: [String]) -> JSONText {
        [
            "name": .string(summary.name),
            "rows": .integer(summary.rowCount),
            "missingCells": .integer(summary.missingCellCount),
            "completeRows": .integer(summary.completeRowCount),
            "fullyMissingRows": .integer(summary.fullyMissingRowCount),
            "columns": .array(summary.columns.map(json)),
            "patternCount": .integer(summary.patternCount),
            "patterns": .array(
                summary.patterns.map { pattern in
                    ["missingColumns": .strings(pattern.missingColumns), "rows": .integer(pattern.rowCount)]
                }),
            "notes": .strings(notes),
        ]
    }

    private static func json(_ column: TableSummary.ColumnSummary) -> JSONText {
        [
            "name": .string(column.name),
            "kind": .string(column.kind.rawValue),
            "observed": .integer(column.observedCount),
            "missing": .integer(column.missingCount),
            "missingShare": .number(column.missingShare),
            "distinct": .integer(column.distinctCount),
            "mean": .optional(column.mean),
            "standardDeviation": .optional(column.standardDeviation),
            "minimum": .optional(column.minimum),
            "maximum": .optional(column.maximum),
            "categories": .array(
                column.categories.map { ["text": .string($0.text), "count": .integer($0.count)] }),
        ]
    }
}
