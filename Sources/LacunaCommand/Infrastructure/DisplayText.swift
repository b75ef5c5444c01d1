/// Texts fitted to the columns of a terminal.
public enum DisplayText {
    /// The columns a text takes; East Asian characters and emoji take two.
    public static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    /// The text with control characters shown as escapes, so that data cannot move the cursor or break a line.
    public static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControl(scalar): result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text cut to at most `limit` columns, with "…" where something is cut off.
    public static func truncated(_ text: String, to limit: Int) -> String {
        if width(text) <= limit { return text }
        guard limit > 0 else { return "" }
        var result = ""
        var used = 1
        for character in text {
            used += width(character)
            if used > limit { break }
            result.append(character)
        }
        return result + "…"
    }

    /// The text with spaces to `count` columns, before it where `trailing`.
    static func padded(_ text: String, to count: Int, trailing: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, count - width(text)))
        return trailing ? spaces + text : text + spaces
    }

    /// The words of a text in lines of at most `limit` columns; longer words get a line of their own.
    static func wrapped(_ text: String, to limit: Int) -> [String] {
        wrapped(text.split(separator: " ").map(String.init), to: limit)
    }

    /// Pieces that are not broken, in lines of at most `limit` columns; `hanging` spaces before all but the first line.
    static func wrapped(_ pieces: [String], to limit: Int, hanging: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        for piece in pieces {
            if !line.isEmpty, width(line) + 1 + width(piece) > limit {
                lines.append(line)
                line = String(repeating: " ", count: hanging) + piece
            } else {
                line += line.isEmpty ? piece : " " + piece
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // C0, DEL and C1, and the characters that turn the direction of what follows.
        scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value || 0x202A...0x202E ~= scalar.value
            || 0x2066...0x2069 ~= scalar.value || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        // Blocks of wide characters (Unicode Standard Annex 11, classes W and F), without the exceptions inside them.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        case 0x200B...0x200F, 0xFEFF: return 0
        default: return first.properties.generalCategory == .nonspacingMark ? 0 : 1
        }
    }
}
