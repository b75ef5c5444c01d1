/// A table completed several times, as one table: the completions one below the other.
///
/// Two columns stand before the table's own: `.imp`, the number of the completion from 1, and `.id`, the number of the
/// row from 1. Delimiter, byte order mark, quotes and line ends are those of the table; blank lines at the end are left
/// out, and the last line ends as the others do.
public struct LongTable: Sendable {
    /// The names of the columns before the table's own.
    public static let columnNames = [".imp", ".id"]

    private let table: Table

    /// - Throws: `LacunaError` of kind `data` for a table that has a column `.imp` or `.id` already.
    public init(_ table: Table) throws(LacunaError) {
        var problems = ProblemList()
        for name in Self.columnNames where table.columnIndex(of: name) != nil {
            problems.add(
                "\(table.name) has a column \(Excerpt.quoted(name)) already, the name of a column of the long table; rename "
                    + "it, or write a file for each draw")
        }
        try problems.throwIfAny()
        self.table = table
    }

    /// Writes the header.
    ///
    /// - Parameter sink: Takes the bytes.
    /// - Throws: What the sink throws.
    public func writeHeader<Failure: Error>(
        to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let bom: [UInt8] = [0xEF, 0xBB, 0xBF]
        let header = table.bytes[..<headerEnd]
        let hasMark = header.starts(with: bom)
        var line = hasMark ? bom : []
        for name in Self.columnNames { line += Array(name.utf8) + [table.delimiter] }
        line += hasMark ? header.dropFirst(bom.count) : header
        try Self.pass(line, to: sink)
    }

    /// Writes the rows of one completion.
    ///
    /// - Parameters:
    ///   - number: The number of the completion, from 1.
    ///   - replacement: The new text of the cell in a row and column, or `nil` to keep it. Called once a cell, row by row.
    ///   - sink: Takes the next bytes, about a megabyte at a time.
    /// - Throws: What the sink throws.
    public func write<Failure: Error>(
        completion number: Int, replacing replacement: (_ row: Int, _ column: Int) -> String?,
        to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let chunkSize = 1 << 20
        let lineEnd = headerLineEnd
        var chunk: [UInt8] = []
        for row in 0..<table.rowCount {
            chunk += Array("\(number)".utf8) + [table.delimiter] + Array("\(row + 1)".utf8)
            var end = 0
            for column in 0..<table.columnCount {
                chunk.append(table.delimiter)
                let range = table.cells[row * table.columnCount + column].range
                if let text = replacement(row, column) {
                    chunk += Table.fieldBytes(text, delimiter: table.delimiter)
                } else {
                    chunk += table.bytes[range]
                }
                end = range.upperBound
            }
            let ownEnd = Self.lineEnd(at: end, in: table.bytes)
            chunk += ownEnd.isEmpty ? lineEnd : ownEnd
            if chunk.count >= chunkSize {
                try Self.pass(chunk, to: sink)
                chunk.removeAll(keepingCapacity: true)
            }
        }
        if !chunk.isEmpty { try Self.pass(chunk, to: sink) }
    }

    // MARK: Line ends

    /// Where the first row begins.
    private var headerEnd: Int { table.cells.first.map { Int($0.start) } ?? table.bytes.count }

    private var headerLineEnd: ArraySlice<UInt8> {
        let header = table.bytes[..<headerEnd]
        return header.suffix(header.suffix(2) == [UInt8(ascii: "\r"), UInt8(ascii: "\n")] ? 2 : 1)
    }

    /// The line end that begins at a place; empty at the end of the text.
    private static func lineEnd(at place: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard place < bytes.count else { return [] }
        let isPair = bytes[place...].prefix(2) == [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        return bytes[place...].prefix(isPair ? 2 : 1)
    }

    private static func pass<Failure: Error>(
        _ bytes: [UInt8], to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(Failure) in try sink(bytes) }
        }
        try result.get()
    }
}
