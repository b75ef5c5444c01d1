extension Table {
    /// Writes the table as it was read, byte for byte, except for the cells that are replaced.
    ///
    /// The byte order mark, quotes, line ends and blank lines at the end stay as they were. A replaced cell gets quotes
    /// where its text needs them.
    ///
    /// - Parameters:
    ///   - replacement: The new text of the cell in a row and column, or `nil` to keep it. Called once a cell, row by row.
    ///   - sink: Takes the next bytes, about a megabyte at a time.
    /// - Throws: What the sink throws.
    public func write<Failure: Error>(
        replacing replacement: (_ row: Int, _ column: Int) -> String?,
        to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let chunkSize = 1 << 20
        var chunk: [UInt8] = []
        chunk.reserveCapacity(chunkSize + 4096)
        func flush() throws(Failure) {
            let result = chunk.withUnsafeBytes { bytes in
                Result { () throws(Failure) in try sink(bytes) }
            }
            try result.get()
            chunk.removeAll(keepingCapacity: true)
        }
        func append(_ range: Range<Int>) throws(Failure) {
            var rest = range
            while !rest.isEmpty {
                let part = rest.prefix(chunkSize)
                chunk += bytes[part]
                rest = part.upperBound..<rest.upperBound
                if chunk.count >= chunkSize { try flush() }
            }
        }
        var written = 0
        var index = 0
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                if let text = replacement(row, column) {
                    let range = cells[index].range
                    try append(written..<range.lowerBound)
                    // An empty line would not read as a row.
                    chunk +=
                        columnCount == 1 && text.isEmpty
                        ? Array("\"\"".utf8) : Self.fieldBytes(text, delimiter: delimiter)
                    written = range.upperBound
                }
                index += 1
            }
        }
        try append(written..<bytes.count)
        if !chunk.isEmpty { try flush() }
    }

    /// The bytes of the table with some cells replaced, as `write(replacing:to:)` writes them.
    public func bytes(replacing replacement: (_ row: Int, _ column: Int) -> String?) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        write(replacing: replacement, to: { (part: UnsafeRawBufferPointer) throws(Never) in result += part })
        return result
    }

    /// A text as a field of a file that is read by some options: in quotes where it needs them.
    public static func field(_ text: String, options: CSVOptions) throws(LacunaError) -> String {
        String(decoding: fieldBytes(text, delimiter: try options.delimiterByte()), as: UTF8.self)
    }

    /// A text as a field: in quotes where it holds the delimiter, a quote, a line end or spaces at an end.
    static func fieldBytes(_ text: String, delimiter: UInt8) -> [UInt8] {
        let plain = Array(text.utf8)
        let quote = UInt8(ascii: "\"")
        let isSpace = { (byte: UInt8?) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let needsQuotes =
            plain.contains { $0 == delimiter || $0 == quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            || isSpace(plain.first) || isSpace(plain.last)
        guard needsQuotes else { return plain }
        var quoted = [quote]
        for byte in plain {
            quoted.append(byte)
            if byte == quote { quoted.append(quote) }
        }
        quoted.append(quote)
        return quoted
    }
}
