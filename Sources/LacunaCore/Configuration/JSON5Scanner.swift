/// Goes through a JSON5 text, scalar by scalar, and knows line and column.
struct JSON5Scanner {
    let file: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    // Positions are only asked for further on, so that line and column are counted from the last one asked for.
    private var counted = 0
    private var line = 1
    private var column = 1

    init(_ text: String, file: String) {
        self.file = file
        scalars = Array(text.unicodeScalars)
        if scalars.first == "\u{FEFF}" {
            index = 1
            counted = 1
        }
    }

    var isAtEnd: Bool { index >= scalars.count }
    /// The scalar that comes next; `nil` at the end.
    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// A scalar further on.
    func peek(_ distance: Int) -> Unicode.Scalar? {
        index + distance < scalars.count ? scalars[index + distance] : nil
    }

    mutating func advance(_ count: Int = 1) { index = min(index + count, scalars.count) }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        advance()
        return true
    }

    /// Passes a word that is not the beginning of a longer one.
    mutating func take(word expected: String) -> Bool {
        guard word.elementsEqual(expected.unicodeScalars) else { return false }
        advance(word.count)
        return true
    }

    /// The letters, digits and signs of names that come next.
    var word: ArraySlice<Unicode.Scalar> {
        scalars[min(index, scalars.count)...].prefix(while: JSON5Scanner.continuesIdentifier)
    }

    /// What comes next, in a sentence.
    var found: String {
        guard let next else { return "the end of the file" }
        let word = self.word.prefix(64)
        if !word.isEmpty { return SentenceText.quoted(String(String.UnicodeScalarView(word))) }
        if next.properties.isWhitespace || next.properties.generalCategory == .control {
            let digits = String(next.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        return JSONString.quoted(String(next))
    }

    /// Where the scanner stands.
    mutating func position() -> SourcePosition {
        var lineStart = counted
        for offset in counted..<index {
            let scalar = scalars[offset]
            let follows = offset + 1 < scalars.count ? scalars[offset + 1] : nil
            if scalar == "\n" || (scalar == "\r" && follows != "\n") {
                line += 1
                column = 1
                lineStart = offset + 1
            }
        }
        let passed = scalars[lineStart..<index]
        column += passed.allSatisfy(\.isASCII) ? passed.count : String(String.UnicodeScalarView(passed)).count
        counted = index
        return SourcePosition(file: file, line: line, column: column)
    }

    /// An error at a place, by default where the scanner stands.
    mutating func failure(_ message: String, at place: SourcePosition? = nil) -> LacunaError {
        LacunaError(.configuration, "\(place ?? position()): \(message)")
    }

    /// Passes white space and comments.
    mutating func skipSpace() throws(LacunaError) {
        while let scalar = next {
            switch scalar {
            case "/" where peek(1) == "/":
                while let scalar = next, !JSON5Scanner.endsLine(scalar) { advance() }
            case "/" where peek(1) == "*":
                let start = position()
                advance(2)
                while !(next == "*" && peek(1) == "/") {
                    guard !isAtEnd else { throw failure("the comment that begins here is not closed by */", at: start) }
                    advance()
                }
                advance(2)
            case _ where JSON5Scanner.isSpace(scalar): advance()
            default: return
            }
        }
    }

    /// A key without quotation marks; `nil` where none begins here.
    mutating func identifier() throws(LacunaError) -> String? {
        var name = String.UnicodeScalarView()
        while let scalar = next {
            if scalar == "\\" {
                let place = position()
                guard peek(1) == "u" else { throw failure("only \\u escapes may stand in a key without quotes") }
                advance(2)
                let escaped = try unicodeEscape(from: place)
                guard name.isEmpty ? JSON5Scanner.startsIdentifier(escaped) : JSON5Scanner.continuesIdentifier(escaped)
                else { throw failure("this escape is no letter of a key; put the key in quotes", at: place) }
                name.append(escaped)
            } else if name.isEmpty ? JSON5Scanner.startsIdentifier(scalar) : JSON5Scanner.continuesIdentifier(scalar) {
                name.append(scalar)
                advance()
            } else {
                break
            }
        }
        return name.isEmpty ? nil : String(name)
    }

    static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\u{0B}", "\u{0C}", "\u{A0}", "\u{FEFF}": true
        default: endsLine(scalar) || (!scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator)
        }
    }

    private static func startsIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "$" || scalar == "_" || scalar.properties.isIDStart
    }

    private static func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        // U+200C and U+200D join letters in some scripts.
        startsIdentifier(scalar) || scalar.properties.isIDContinue || scalar == "\u{200C}" || scalar == "\u{200D}"
    }
}
