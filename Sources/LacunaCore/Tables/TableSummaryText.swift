import Foundation

extension TableSummary {
    /// The summary as lines of text, aligned in columns.
    public var lines: [String] {
        let cellCount = rowCount * columns.count
        var result = [
            "\(name): \(Excerpt.counted(rowCount, "row")), \(Excerpt.counted(columns.count, "column")), "
                + "\(missingCellCount) of \(Excerpt.counted(cellCount, "cell")) missing (\(Self.share(missingCellCount, cellCount)))",
            "complete rows: \(completeRowCount); rows without any observed value: \(fullyMissingRowCount)",
            "",
        ]
        result += Self.aligned(
            [
                [
                    "column", "kind", "observed", "missing", "share", "distinct", "mean", "sd", "min", "max",
                    "most frequent",
                ]
            ]
                + columns.map(cells), rightAligned: 2...9)
        result += ["", "patterns of missing columns: \(patternCount)"]
        result += Self.aligned(
            [["rows", "share", "missing"]]
                + patterns.map { pattern in
                    let names = pattern.missingColumns.prefix(8).map(Self.printable).joined(separator: ", ")
                    let rest = pattern.missingColumns.count - 8
                    return [
                        "\(pattern.rowCount)", Self.share(pattern.rowCount, rowCount),
                        names.isEmpty ? "(none)" : rest > 0 ? "\(names) and \(rest) more" : names,
                    ]
                }, rightAligned: 0...1)
        return result
    }

    private func cells(_ column: ColumnSummary) -> [String] {
        let number = { (value: Double?) in value.map(DecimalText.brief) ?? "" }
        let categories = column.categories.map { "\(Self.printable($0.text)) (\($0.count))" }.joined(separator: ", ")
        let more = column.categories.isEmpty ? 0 : column.distinctCount - column.categories.count
        return [
            Self.printable(column.name), column.kind.rawValue, "\(column.observedCount)", "\(column.missingCount)",
            Self.share(column.missingCount, rowCount), "\(column.distinctCount)", number(column.mean),
            number(column.standardDeviation), number(column.minimum), number(column.maximum),
            more > 0 ? "\(categories), …" : categories,
        ]
    }

    /// A text without control characters, cut to a length that leaves room for other columns.
    private static func printable(_ text: String) -> String { String(Excerpt.quoted(text).dropFirst().dropLast()) }

    private static func share(_ part: Int, _ whole: Int) -> String {
        whole == 0 ? "0.0 %" : String(format: "%.1f %%", 100 * Double(part) / Double(whole))
    }

    private static func aligned(_ rows: [[String]], rightAligned: ClosedRange<Int>) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                if column > 0 { line += "  " }
                let padding = String(repeating: " ", count: widths[column] - text.count)
                line += rightAligned.contains(column) ? padding + text : text + padding
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
