extension Table {
    /// Reads a file of delimited text.
    ///
    /// - Throws: `LacunaError` of kind `file` where the file cannot be read, and what `parse` throws.
    public static func read(path: String, options: CSVOptions = CSVOptions()) throws(LacunaError) -> Table {
        try parse(try FileContents.read(path: path), name: path, options: options)
    }

    /// Reads delimited text (RFC 4180): UTF-8 with or without a byte order mark, a header line, and at least one row.
    ///
    /// Lines end with LF, CRLF or CR, in any mixture, and the last one with or without. Blank lines after the last row
    /// are disregarded; in a table of one column a blank line is a missing cell.
    ///
    /// - Parameters:
    ///   - bytes: The text, less than 2 GiB.
    ///   - name: The file, for messages.
    ///   - options: The delimiter and the missing tokens.
    /// - Throws: `LacunaError` of kind `data`, the problems with their lines.
    public static func parse(
        _ bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()
    ) throws(LacunaError) -> Table {
        try parse(bytes, name: name, options: options, hasLines: true)
    }

    static func parse(
        _ bytes: [UInt8], name: String, options: CSVOptions, hasLines: Bool
    ) throws(LacunaError) -> Table {
        let delimiter = try options.delimiterByte()
        guard bytes.count < 1 << 31 else {
            throw LacunaError(.data, "\(name) has 2 GiB or more; split it into smaller files")
        }
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(LacunaError) in
                try scan(buffer, name: name, options: options, delimiter: delimiter, hasLines: hasLines)
            }
        }
        let scanned = try result.get()
        return Table(
            name: name, columnNames: scanned.names, options: options, notes: hasLines ? scanned.notes : [],
            bytes: bytes, delimiter: delimiter, cells: scanned.cells, lines: scanned.lines, hasLines: hasLines)
    }

    private struct Scanned {
        var names: [String]
        var cells: [CSVScanner.Field]
        var lines: [UInt32]
        var notes: [String] = []
    }

    private static func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, name: String, options: CSVOptions, delimiter: UInt8,
        hasLines: Bool
    ) throws(LacunaError) -> Scanned {
        try TextEncodingCheck.check(bytes, name: name)
        let bomLength = bytes.starts(with: [0xEF, 0xBB, 0xBF] as [UInt8]) ? 3 : 0
        let isBlank = !bytes[bomLength...].contains { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        if isBlank {
            throw LacunaError(.data, "\(name) is empty; it needs a line of column names and at least one row")
        }
        var scanner = CSVScanner(bytes, delimiter: delimiter, name: name)
        scanner.scan()
        var problems = scanner.problems
        let names = scanner.header.map { text(of: $0, in: bytes) }
        checkNames(names, place: hasLines ? "\(name), line 1" : name, into: &problems)
        if problems.isEmpty, scanner.lines.isEmpty {
            problems.add("\(name) has column names but no rows; it needs at least one row below the header")
        }
        let hint = hasLines ? delimiterHint(scanner.header, in: bytes, delimiter: delimiter, name: name) : nil
        if let hint { problems.addHint(hint) }
        try problems.throwIfAny()
        var result = Scanned(names: names, cells: scanner.cells, lines: scanner.lines)
        markMissing(&result.cells, in: bytes, tokens: options.missingTokens)
        if let hint { result.notes.append(hint) }
        if names.allSatisfy({ NumberText.value(of: $0) != nil }) {
            result.notes.append(
                "\(name): the first line consists of numbers (\(Excerpt.list(names, limit: 3))) and is read as column "
                    + "names; if it is a row, put a line of names above it")
        }
        return result
    }

    private static func checkNames(_ names: [String], place: String, into problems: inout ProblemList) {
        var firstPlaces: [String: Int] = [:]
        for (index, name) in names.enumerated() {
            if name.allSatisfy({ $0 == " " || $0 == "\t" }) {
                problems.add("\(place): column \(index + 1) of \(names.count) has no name; give it one")
            } else if let first = firstPlaces[name] {
                problems.add(
                    "\(place): columns \(first + 1) and \(index + 1) are both named \(Excerpt.quoted(name)); "
                        + "rename one")
            } else {
                firstPlaces[name] = index
            }
        }
    }

    /// What to say where the header is a single field that seems to hold several.
    private static func delimiterHint(
        _ header: [CSVScanner.Field], in bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, name: String
    ) -> String? {
        guard header.count == 1, let field = header.first else { return nil }
        let text = bytes[field.range]
        if text.first == UInt8(ascii: "\"") { return nil }
        var best: (byte: UInt8, count: Int)?
        for (_, byte) in CSVOptions.delimiters where byte != delimiter && best?.byte != byte {
            let count = text.count { $0 == byte }
            if count > best?.count ?? 0 { best = (byte, count) }
        }
        guard let best else { return nil }
        let found = CSVOptions.name(of: best.byte)
        let shown = best.byte == UInt8(ascii: "\t") ? "tab" : "\"\(found)\""
        return "\(name) is read as one column, because its first line holds no \"\(CSVOptions.name(of: delimiter))\" "
            + "between names, but \(best.count) times a \(shown); if that separates the columns, say so: "
            + "--set 'data.delimiter=\"\(found)\"'"
    }

    private static func markMissing(
        _ cells: inout [CSVScanner.Field], in bytes: UnsafeBufferPointer<UInt8>, tokens: [String]
    ) {
        let tokens = tokens.map { Array($0.utf8) }
        let longest = tokens.map(\.count).max() ?? -1
        for index in cells.indices {
            let field = cells[index]
            var (content, isQuoted) = content(of: field, in: bytes)
            if !isQuoted { content = NumberText.trimmed(content) }
            // A quote within a token stands doubled in the file.
            guard content.count <= 2 * longest else { continue }
            let isMissing: Bool
            if isQuoted, content.contains(UInt8(ascii: "\"")) {
                let text = Array(text(of: field, in: bytes).utf8)
                isMissing = tokens.contains(text)
            } else {
                isMissing = tokens.contains { $0.count == content.count && content.elementsEqual($0) }
            }
            if isMissing { cells[index].lengthAndFlag |= CSVScanner.Field.missingFlag }
        }
    }
}
