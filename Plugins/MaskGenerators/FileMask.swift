import LacunaCore

/// A mask from a CSV file of 0 (removed) and 1 (kept), whose header names the columns.
///
/// With `{repeat}` in the path, each repeat reads a file of its own, numbered from 1. Columns that the file does not
/// name keep all their cells.
public struct FileMask: MaskGenerator {
    public static let name = "file"
    public static let summary = "a table of 0 (removed) and 1 (kept) with the columns' names as header"

    public static let keyDescriptions = [
        KeyDescription("path", "path of the file; {repeat} in it stands for the number of the repeat")
    ]

    /// The file's path; `{repeat}` in it stands for the number of the repeat.
    public var path = ""

    public static var shortFormKey: String? { "path" }

    public var isRandom: Bool { false }

    public init() {}

    /// The mask of a file.
    public init(path: String) { self.path = path }

    public func mask(_ table: MaskableTable, using stream: RandomStream) throws -> [Bool] {
        let path = path.replacing("{repeat}", with: "\(table.repeatNumber)")
        guard !path.isEmpty else {
            throw LacunaError(.usage, "the mask \"file\" needs a path, as in --mask file:mask.csv")
        }
        let mask = try Table.read(path: path, options: CSVOptions(delimiter: ",", missingTokens: []))
        guard mask.rowCount == table.rowCount else {
            throw LacunaError(.data, "\(path) has \(mask.rowCount) rows, but the table has \(table.rowCount)")
        }
        var columns: [Int] = []
        var problems: [String] = []
        for name in mask.columnNames {
            if let column = table.columnNames.firstIndex(of: name) {
                columns.append(column)
            } else {
                let hint = Suggestion.phrase(for: name, among: table.columnNames)
                problems.append("\(path): the table has no column \"\(name)\" that can lose cells\(hint)")
                columns.append(-1)
            }
        }
        guard problems.isEmpty else { throw LacunaError(.data, problems) }
        var kept = table.observed
        for row in 0..<mask.rowCount {
            for (index, column) in columns.enumerated() {
                switch mask.text(row: row, column: index) {
                case "1": break
                case "0": kept[row * table.columnNames.count + column] = false
                case let text:
                    throw LacunaError(
                        .data,
                        "\(path):\(mask.lineNumber(ofRow: row)): column \"\(mask.columnNames[index])\" holds \"\(text)\" where 0 or 1 is expected"
                    )
                }
            }
        }
        return kept
    }
}
