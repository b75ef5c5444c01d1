extension Dataset {
    /// What the table says of the missing cells of each column: those with features in their order, and then those without
    /// any observed cell.
    public var columnMissingness: [ColumnMissingness] {
        layout.entries.map { entry in
            let observedCount = stride(from: entry.offset, to: observed.count, by: layout.featureCount)
                .count { observed[$0] != 0 }
            return ColumnMissingness(
                name: entry.name, kind: entry.kind, missingCount: rowCount - observedCount,
                observedCount: observedCount)
        }
            + layout.emptyColumns.map {
                ColumnMissingness(name: $0.name, kind: $0.kind, missingCount: rowCount, observedCount: 0)
            }
    }
}
