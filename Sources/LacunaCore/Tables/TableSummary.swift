/// What a table holds and what it lacks, for people and as JSON.
public struct TableSummary: Codable, Sendable, Equatable {
    /// A category and its number of cells.
    public struct CategoryCount: Codable, Sendable, Equatable {
        /// The text.
        public var text: String
        /// The number of cells.
        public var count: Int
    }

    /// One column.
    public struct ColumnSummary: Codable, Sendable, Equatable {
        /// The column's name.
        public var name: String
        /// How the column is read.
        public var kind: ColumnKind
        /// The number of observed cells.
        public var observedCount: Int
        /// The number of missing cells.
        public var missingCount: Int
        /// The missing cells' share of all, from 0 to 1.
        public var missingShare: Double
        /// The number of distinct observed values.
        public var distinctCount: Int
        /// The mean of a continuous column.
        public var mean: Double?
        /// The standard deviation of a continuous column (divisor n), 0 where it is constant.
        public var standardDeviation: Double?
        /// The smallest number of a continuous column.
        public var minimum: Double?
        /// The largest number of a continuous column.
        public var maximum: Double?
        /// The most frequent categories of a binary or categorical column.
        public var categories: [CategoryCount]
    }

    /// Columns that are missing together.
    public struct Pattern: Codable, Sendable, Equatable {
        /// The columns that are missing; none in complete rows.
        public var missingColumns: [String]
        /// The number of rows.
        public var rowCount: Int
    }

    /// The file.
    public var name: String
    /// The number of rows.
    public var rowCount: Int
    /// The number of missing cells.
    public var missingCellCount: Int
    /// The number of rows without a missing cell.
    public var completeRowCount: Int
    /// The number of rows without an observed cell.
    public var fullyMissingRowCount: Int
    /// The columns in the order of the table.
    public var columns: [ColumnSummary]
    /// The number of distinct patterns of missing columns, that of complete rows included.
    public var patternCount: Int
    /// The most frequent patterns.
    public var patterns: [Pattern]

    /// Sums up a table that the schema was fitted to.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - schema: What its columns are.
    ///   - patternLimit: How many patterns are kept.
    ///   - categoryLimit: How many categories of a column are kept.
    /// - Throws: `LacunaError` of kind `data` where the table's columns are not those of the schema.
    public init(
        table: Table, schema: Schema, patternLimit: Int = 5, categoryLimit: Int = 5
    ) throws(LacunaError) {
        let positions = try schema.positions(in: table)
        name = table.name
        rowCount = table.rowCount
        columns = zip(schema.columns, positions).map { column, position in
            Self.summary(of: column, at: position, in: table, categoryLimit: categoryLimit)
        }
        missingCellCount = columns.reduce(0) { $0 + $1.missingCount }
        let counts = Self.patternCounts(table, positions)
        let complete = [Bool](repeating: false, count: columns.count)
        completeRowCount = counts[complete] ?? 0
        fullyMissingRowCount = counts[complete.map { !$0 }] ?? 0
        patternCount = counts.count
        let names = schema.columns.map(\.name)
        let ordered = counts.sorted { a, b in
            if a.value != b.value { return a.value > b.value }
            // Among equally frequent patterns the one that lacks the first columns comes later.
            for (x, y) in zip(a.key, b.key) where x != y { return !x }
            return false
        }
        patterns = ordered.prefix(patternLimit).map { pattern, count in
            Pattern(missingColumns: zip(names, pattern).filter(\.1).map(\.0), rowCount: count)
        }
    }

    private static func summary(
        of column: Column, at position: Int, in table: Table, categoryLimit: Int
    ) -> ColumnSummary {
        let missing = (0..<table.rowCount).count { table.isMissing(row: $0, column: position) }
        var result = ColumnSummary(
            name: column.name, kind: column.kind, observedCount: table.rowCount - missing, missingCount: missing,
            missingShare: Double(missing) / Double(table.rowCount), distinctCount: 0, categories: [])
        if column.isAllMissing { return result }
        if column.kind == .continuous {
            result.distinctCount =
                Set((0..<table.rowCount).compactMap { table.number(row: $0, column: position) }).count
            result.mean = column.mean
            result.standardDeviation = column.isConstant ? 0 : column.standardDeviation
            result.minimum = column.minimum
            result.maximum = column.maximum
        } else {
            let tally = TextTally(table, column: position)
            result.distinctCount = tally.counts.count
            if column.kind != .ignore {
                result.categories = tally.byFrequency.prefix(categoryLimit).map {
                    CategoryCount(text: $0.text, count: $0.count)
                }
            }
        }
        return result
    }

    /// The rows of each pattern; `true` where a column is missing.
    private static func patternCounts(_ table: Table, _ positions: [Int]) -> [[Bool]: Int] {
        var counts: [[Bool]: Int] = [:]
        var pattern = [Bool](repeating: false, count: positions.count)
        for row in 0..<table.rowCount {
            for (index, position) in positions.enumerated() {
                pattern[index] = table.isMissing(row: row, column: position)
            }
            counts[pattern, default: 0] += 1
        }
        return counts
    }
}
