extension JSON5Scanner {
    /// A text in single or double quotation marks.
    mutating func string() throws(LacunaError) -> String {
        let start = position()
        let quote = next
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = next {
            switch scalar {
            case quote:
                advance()
                return String(text)
            case "\\": try escape(into: &text)
            case "\n", "\r":
                throw failure("the text that begins here is not closed before the end of its line", at: start)
            default:
                text.append(scalar)
                advance()
            }
        }
        throw failure("the text that begins here is not closed before the end of the file", at: start)
    }

    private mutating func escape(into text: inout String.UnicodeScalarView) throws(LacunaError) {
        let place = position()
        advance()
        guard let scalar = next else { return }
        advance()
        switch scalar {
        case "b": text.append("\u{08}")
        case "f": text.append("\u{0C}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{0B}")
        case "x": text.append(try self.scalar(hexadecimal(2, from: place), from: place))
        case "u": text.append(try unicodeEscape(from: place))
        case "0"..."9":
            let digitFollows = next.map { ("0"..."9").contains($0) } ?? false
            guard scalar == "0", !digitFollows else {
                throw failure("\\\(scalar) is no escape; write \\x and two digits", at: place)
            }
            text.append("\u{00}")
        case "\r": _ = take("\n")  // A backslash at the end of a line continues the text on the next.
        case "\n", "\u{2028}", "\u{2029}": break
        default: text.append(scalar)
        }
    }

    /// What `\u` stands for; the escape that completes a surrogate pair is read with it.
    mutating func unicodeEscape(from place: SourcePosition) throws(LacunaError) -> Unicode.Scalar {
        let first = try hexadecimal(4, from: place)
        guard (0xD800..<0xDC00).contains(first), next == "\\", peek(1) == "u" else {
            return try scalar(first, from: place)
        }
        advance(2)
        let second = try hexadecimal(4, from: place)
        guard (0xDC00..<0xE000).contains(second) else { return try scalar(first, from: place) }
        return try scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), from: place)
    }

    private mutating func hexadecimal(_ count: Int, from place: SourcePosition) throws(LacunaError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = next, let digit = JSON5Scanner.hexadecimalDigit(scalar) else {
                throw failure("expected \(count) hexadecimal digits in an escape, found \(found)", at: place)
            }
            value = value << 4 | digit
            advance()
        }
        return value
    }

    private mutating func scalar(_ value: UInt32, from place: SourcePosition) throws(LacunaError) -> Unicode.Scalar {
        guard let scalar = Unicode.Scalar(value) else {
            throw failure(
                "\\u\(String(value, radix: 16, uppercase: true)) is half of a surrogate pair, which is no character;"
                    + " write both halves", at: place)
        }
        return scalar
    }

    static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }
}
