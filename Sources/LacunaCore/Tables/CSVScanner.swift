/// Finds the fields of delimited text (RFC 4180) without copying them.
///
/// A line ends with CRLF, LF or CR. A field that begins with a quote ends with the next quote that is not doubled; it may
/// hold delimiters and line ends. Quotes within a field that does not begin with one are ordinary characters.
struct CSVScanner {
    /// Where a field lies among the bytes, its quotes included.
    struct Field: Sendable {
        /// The top bit of `lengthAndFlag`.
        static let missingFlag: UInt32 = 1 << 31

        /// The offset of its first byte.
        var start: UInt32
        /// Its length, and whether it is missing.
        var lengthAndFlag: UInt32

        /// Its bytes.
        var range: Range<Int> { Int(start)..<Int(start) + Int(lengthAndFlag & ~Self.missingFlag) }
        /// Whether it stands for a missing value.
        var isMissing: Bool { lengthAndFlag & Self.missingFlag != 0 }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let delimiter: UInt8
    private let name: String
    private var position = 0
    private var line = 1
    private var blankLines: [Int] = []
    private var raggedSeen = false

    /// The fields of the header line.
    private(set) var header: [Field] = []
    /// The fields of all further lines, one row after the other.
    private(set) var cells: [Field] = []
    /// The line that each row begins in, from 1.
    private(set) var lines: [UInt32] = []
    /// What is wrong.
    private(set) var problems = ProblemList()

    /// - Parameters:
    ///   - bytes: UTF-8 text of less than 2 GiB, with or without a byte order mark.
    ///   - delimiter: The byte between fields.
    ///   - name: The file, for messages.
    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, name: String) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.name = name
    }

    /// Reads everything; afterwards the rows are rectangular, or there are problems.
    mutating func scan() {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        var isWhole = scanRecord()
        header = cells
        cells.removeAll(keepingCapacity: true)
        cells.reserveCapacity(min(bytes.count / 6, 1 << 22))
        while isWhole, position < bytes.count {
            let firstField = cells.count
            let firstLine = line
            isWhole = scanRecord()
            if isWhole { endRow(firstField: firstField, line: firstLine) }
        }
    }

    private mutating func endRow(firstField: Int, line rowLine: Int) {
        let count = cells.count - firstField
        if header.count > 1, count == 1, cells[firstField].lengthAndFlag == 0 {
            // Blank lines are harmless at the end of a file, so that one is only a problem once a row follows.
            if blankLines.count < 100 { blankLines.append(rowLine) }
            cells.removeLast()
            return
        }
        for blank in blankLines {
            problems.add(
                "\(name), line \(blank) is blank; delete it, or write the delimiters of a row of missing values")
        }
        blankLines.removeAll()
        if count == header.count {
            lines.append(UInt32(truncatingIfNeeded: rowLine))
        } else {
            let advice =
                raggedSeen
                ? "" : "; put quotes around texts that contain the delimiter, and write the delimiters of empty fields"
            problems.add(
                "\(name), line \(rowLine) has \(Excerpt.counted(count, "field")), but the header has "
                    + "\(header.count)\(advice)")
            raggedSeen = true
            cells.removeLast(count)
        }
    }

    /// Reads one line, or more where a quoted field holds line ends, with its end.
    ///
    /// - Returns: `false` where the text ended within quotes.
    private mutating func scanRecord() -> Bool {
        while true {
            let start = position
            if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                guard skipQuoted() else { return false }
            } else {
                skipPlain()
            }
            cells.append(
                Field(
                    start: UInt32(truncatingIfNeeded: start),
                    lengthAndFlag: UInt32(truncatingIfNeeded: position - start)))
            guard position < bytes.count, bytes[position] == delimiter else { break }
            position += 1
        }
        if position < bytes.count { skipLineEnd() }
        return true
    }

    private mutating func skipPlain() {
        var place = position
        while place < bytes.count {
            let byte = bytes[place]
            if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            place += 1
        }
        position = place
    }

    private mutating func skipLineEnd() {
        if bytes[position] == UInt8(ascii: "\r"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n")
        {
            position += 1
        }
        position += 1
        line += 1
    }

    private mutating func skipQuoted() -> Bool {
        let firstLine = line
        position += 1
        while true {
            guard position < bytes.count else {
                problems.add(
                    "\(name), line \(firstLine): a quote is opened and never closed; close it, or double a quote that is "
                        + "part of the text and put quotes around the whole field")
                return false
            }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    expectFieldEnd()
                    return true
                }
                position += 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipLineEnd()
            default: position += 1
            }
        }
    }

    private mutating func expectFieldEnd() {
        let start = position
        skipPlain()
        guard position > start else { return }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        problems.add(
            "\(name), line \(line): \(Excerpt.quoted(text)) follows a closing quote; double a quote that is part of the text"
        )
    }
}
