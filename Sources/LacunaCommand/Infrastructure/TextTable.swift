/// A table of texts in aligned columns.
public struct TextTable: Sendable {
    /// The side that a column's texts keep to.
    public enum Alignment: Sendable {
        /// Texts.
        case left
        /// Numbers.
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// A table with these column titles; an empty list of titles makes a table without a title line.
    public init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows = [columns.map(\.title)]
    }

    /// A table of left-aligned columns.
    public init(_ titles: String...) { self.init(titles.map { ($0, .left) }) }

    /// Adds a row; missing cells are empty, and cells beyond the columns are left-aligned.
    public mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The lines, two spaces between columns, each with a line break and none with spaces at its end.
    ///
    /// - Parameter indentation: Spaces before each line.
    public func render(indentation: Int = 0) -> String {
        let shown = rows.map { $0.map(DisplayText.printable) }.filter { !$0.isEmpty }
        let columnCount = shown.map(\.count).max() ?? 0
        let widths = (0..<columnCount).map { column in
            shown.map { column < $0.count ? DisplayText.width($0[column]) : 0 }.max() ?? 0
        }
        var result = ""
        for row in shown {
            var line = String(repeating: " ", count: indentation)
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                let trailing = column < alignments.count && alignments[column] == .right
                line += DisplayText.padded(cell, to: widths[column], trailing: trailing)
            }
            while line.last == " " { line.removeLast() }
            result += line + "\n"
        }
        return result
    }
}
