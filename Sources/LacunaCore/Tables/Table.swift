/// A table as it stands in a file: named columns of texts, some of them missing.
///
/// The table keeps the file's bytes and eight bytes a cell; texts and numbers are made when asked for. Rows and columns
/// count from 0; lines, in messages and in `lineNumber(ofRow:)`, count from 1 and include the header.
public struct Table: Sendable {
    /// The file, as messages name it.
    public let name: String
    /// The names of the columns, each not empty and unlike the others.
    public let columnNames: [String]
    /// The number of rows, at least 1.
    public let rowCount: Int
    /// How the text was read.
    public let options: CSVOptions
    /// What a user should know although the table could be read.
    public let notes: [String]

    let bytes: [UInt8]
    let delimiter: UInt8
    let cells: [CSVScanner.Field]
    private let lines: [UInt32]
    let hasLines: Bool

    /// - Parameter hasLines: Whether rows are shown to users by line rather than by number.
    init(
        name: String, columnNames: [String], options: CSVOptions, notes: [String], bytes: [UInt8], delimiter: UInt8,
        cells: [CSVScanner.Field], lines: [UInt32], hasLines: Bool
    ) {
        self.name = name
        self.columnNames = columnNames
        self.options = options
        self.notes = notes
        self.bytes = bytes
        self.delimiter = delimiter
        self.cells = cells
        self.lines = lines
        self.hasLines = hasLines
        rowCount = lines.count
    }

    /// The number of columns, at least 1.
    public var columnCount: Int { columnNames.count }

    /// The line that a row begins in, from 1.
    public func lineNumber(ofRow row: Int) -> Int { Int(lines[row]) }

    /// Where a row is, for messages: `survey.csv, line 3`, or `table, row 2` for a table that was no file.
    public func place(ofRow row: Int) -> String {
        hasLines ? "\(name), line \(lines[row])" : "\(name), row \(row + 1)"
    }

    /// Whether a cell is missing: its content is one of the missing tokens.
    public func isMissing(row: Int, column: Int) -> Bool { field(row, column).isMissing }

    /// The content of a cell, without quotes around it and with doubled quotes single.
    public func text(row: Int, column: Int) -> String {
        bytes.withUnsafeBufferPointer { Self.text(of: field(row, column), in: $0) }
    }

    /// The number in a cell; `nil` where the cell is missing or its content is no finite decimal number.
    public func number(row: Int, column: Int) -> Double? { parsedNumber(row: row, column: column)?.value }

    /// The bytes of a cell as they stand in the file, quotes included.
    public func rawField(row: Int, column: Int) -> ArraySlice<UInt8> { bytes[field(row, column).range] }

    /// The position of the column of this name.
    public func columnIndex(of name: String) -> Int? { columnNames.firstIndex(of: name) }

    /// The number in a cell with its count of digits after the point.
    func parsedNumber(row: Int, column: Int) -> NumberText.Parsed? {
        let field = field(row, column)
        if field.isMissing { return nil }
        return bytes.withUnsafeBufferPointer { NumberText.parse(Self.content(of: field, in: $0).bytes) }
    }

    private func field(_ row: Int, _ column: Int) -> CSVScanner.Field {
        precondition(column >= 0 && column < columnNames.count, "the table has no column \(column)")
        return cells[row * columnNames.count + column]
    }

    /// The bytes within the quotes, doubled quotes still doubled.
    static func content(
        of field: CSVScanner.Field, in bytes: UnsafeBufferPointer<UInt8>
    ) -> (bytes: UnsafeBufferPointer<UInt8>, isQuoted: Bool) {
        let range = field.range
        let quote = UInt8(ascii: "\"")
        if range.count >= 2, bytes[range.lowerBound] == quote {
            return (UnsafeBufferPointer(rebasing: bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]), true)
        }
        return (UnsafeBufferPointer(rebasing: bytes[range]), false)
    }

    static func text(of field: CSVScanner.Field, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        let (content, isQuoted) = content(of: field, in: bytes)
        let quote = UInt8(ascii: "\"")
        guard isQuoted, content.contains(quote) else { return String(decoding: content, as: UTF8.self) }
        var single: [UInt8] = []
        var position = 0
        while position < content.count {
            single.append(content[position])
            position += content[position] == quote ? 2 : 1
        }
        return String(decoding: single, as: UTF8.self)
    }
}
