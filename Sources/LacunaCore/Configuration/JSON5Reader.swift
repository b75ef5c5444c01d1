/// Reads JSON5: JSON with comments, trailing commas, single quotes, unquoted keys, hexadecimal numbers and line
/// continuations.
///
/// Source: the JSON5 data interchange format, version 1.0.0. Beyond it, a duplicate key is an error, and half of a
/// surrogate pair, which is no character, cannot be escaped into a text.
public enum JSON5Reader {
    /// How deep arrays and objects may be nested.
    public static let depthLimit = 200

    /// The value that a text says, every part of it with its position.
    ///
    /// - Parameters:
    ///   - text: One JSON5 value; a byte order mark in front is passed over.
    ///   - file: What positions and errors call the text.
    /// - Throws: `LacunaError` of the kind `configuration`: file, line, column, what was expected and what was found.
    public static func read(_ text: String, file: String) throws(LacunaError) -> ConfigurationValue {
        var parser = JSON5Parser(scanner: JSON5Scanner(text, file: file))
        return try parser.document()
    }
}

/// The grammar: values, objects and arrays.
struct JSON5Parser {
    var scanner: JSON5Scanner

    mutating func document() throws(LacunaError) -> ConfigurationValue {
        let value = try self.value(depth: 0)
        try scanner.skipSpace()
        guard scanner.isAtEnd else {
            throw scanner.failure("expected the end of the file after the value, found \(scanner.found)")
        }
        return value
    }

    private mutating func value(depth: Int) throws(LacunaError) -> ConfigurationValue {
        try scanner.skipSpace()
        let position = scanner.position()
        guard let next = scanner.next else { throw scanner.failure("expected a value, found \(scanner.found)") }
        let kind: ConfigurationValue.Kind
        switch next {
        case "{", "[":
            guard depth < JSON5Reader.depthLimit else {
                throw scanner.failure("arrays and objects are nested more than \(JSON5Reader.depthLimit) deep")
            }
            kind = next == "{" ? try object(from: position, depth: depth) : try array(from: position, depth: depth)
        case "\"", "'": kind = .string(try scanner.string())
        case "+", "-", ".", "0"..."9", "I", "N": kind = try scanner.number()
        case "t" where scanner.take(word: "true"): kind = .boolean(true)
        case "f" where scanner.take(word: "false"): kind = .boolean(false)
        case "n" where scanner.take(word: "null"): kind = .null
        default:
            let hint = scanner.word.isEmpty ? "" : "; texts stand in quotation marks"
            throw scanner.failure("expected a value, found \(scanner.found)\(hint)")
        }
        return ConfigurationValue(kind, position: position)
    }

    private mutating func array(
        from start: SourcePosition, depth: Int
    ) throws(LacunaError) -> ConfigurationValue.Kind {
        scanner.advance()
        var elements: [ConfigurationValue] = []
        while true {
            try scanner.skipSpace()
            if scanner.take("]") { return .array(elements) }
            elements.append(try value(depth: depth + 1))
            try endOfItem(closing: "]", opened: start)
        }
    }

    private mutating func object(
        from start: SourcePosition, depth: Int
    ) throws(LacunaError) -> ConfigurationValue.Kind {
        scanner.advance()
        var entries: [ConfigurationEntry] = []
        var positions: [String: SourcePosition] = [:]
        while true {
            try scanner.skipSpace()
            if scanner.take("}") { return .object(entries) }
            let position = scanner.position()
            let key = try self.key(opened: start)
            if let earlier = positions.updateValue(position, forKey: key) {
                throw scanner.failure(
                    "the key \(SentenceText.quoted(key)) is given twice, first at line \(earlier.line), column \(earlier.column);"
                        + " keep one", at: position)
            }
            try scanner.skipSpace()
            guard scanner.take(":") else {
                throw scanner.failure("expected ':' after the key \(SentenceText.quoted(key)), found \(scanner.found)")
            }
            let value = try self.value(depth: depth + 1)
            entries.append(ConfigurationEntry(key, value, keyPosition: position))
            try endOfItem(closing: "}", opened: start)
        }
    }

    private mutating func key(opened start: SourcePosition) throws(LacunaError) -> String {
        switch scanner.next {
        case "\"", "'": return try scanner.string()
        case .some: if let name = try scanner.identifier() { return name }
        case nil: break
        }
        throw scanner.failure("expected a key or '}', found \(scanner.found)" + opening("}", start))
    }

    /// Passes the comma behind an item, or stops before the bracket that closes.
    private mutating func endOfItem(closing: Unicode.Scalar, opened start: SourcePosition) throws(LacunaError) {
        try scanner.skipSpace()
        if scanner.take(",") || scanner.next == closing { return }
        throw scanner.failure(
            "expected ',' or '\(closing)' after a value, found \(scanner.found)" + opening(closing, start))
    }

    private func opening(_ closing: Unicode.Scalar, _ start: SourcePosition) -> String {
        guard scanner.isAtEnd else { return "" }
        return "; the '\(closing == "}" ? "{" : "[")' of line \(start.line), column \(start.column) is not closed"
    }
}
