/// How numbers are read as whole ones and written.
enum ConfigurationNumber {
    /// The shortest text that reads back as the same number, without `.0`.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The whole number that a text says, where it is one and fits.
    ///
    /// Digits are read exactly, not through a double, so that a seed of 64 bits keeps all of them.
    static func integer<Integer: FixedWidthInteger>(_: Integer.Type, text: String, value: Double) -> Integer? {
        var digits = Substring(text)
        var sign = ""
        if let first = digits.first, first == "+" || first == "-" {
            sign = first == "-" ? "-" : ""
            digits.removeFirst()
        }
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            return Integer(sign + digits.dropFirst(2), radix: 16)
        }
        if digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Integer(sign + digits) }
        return Integer(exactly: value)
    }

    /// The number in a sentence: whole ones with all of their digits where an integer can hold them.
    static func shown(text: String, value: Double) -> String {
        if let whole = integer(Int.self, text: text, value: value) { return String(whole) }
        return ConfigurationNumber.text(of: value)
    }

    /// The number in the form of JSON; NaN and infinities, which JSON lacks, in that of JSON5.
    static func rendered(text: String, value: Double) -> String {
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        if let whole = integer(Int.self, text: text, value: value) { return String(whole) }
        if let whole = integer(UInt64.self, text: text, value: value) { return String(whole) }
        return ConfigurationNumber.text(of: value)
    }
}
