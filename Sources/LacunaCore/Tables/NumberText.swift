/// Reads decimal numbers from bytes.
///
/// The grammar is `[+-] digits [. digits] [e [+-] digits]` with at least one digit before the exponent, with spaces and
/// tabs around it. Hexadecimal numbers, `inf`, `nan`, digit groups and decimal commas are not numbers.
public enum NumberText {
    /// A number and how it was written.
    struct Parsed: Equatable {
        /// The nearest `Double`; finite.
        var value: Double
        /// Digits after the decimal point, an exponent resolved: 2 for `1.50` and for `150e-2`.
        var fractionDigits: Int
    }

    /// The number a text stands for, or `nil` where it stands for none or for one beyond the range of `Double`.
    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Parsed? {
        let bytes = trimmed(text)
        var position = 0
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative || (position < bytes.count && bytes[position] == UInt8(ascii: "+")) { position += 1 }
        var mantissa: UInt64 = 0
        var digitCount = 0
        var significantCount = 0
        var fractionDigits = 0
        var isFraction = false
        while position < bytes.count {
            let byte = bytes[position]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                digitCount += 1
                if isFraction { fractionDigits += 1 }
                if significantCount > 0 || digit > 0 { significantCount += 1 }
                if significantCount <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                break
            }
            position += 1
        }
        guard digitCount > 0 else { return nil }
        var exponent = 0
        if position < bytes.count {
            guard bytes[position] | 0x20 == UInt8(ascii: "e") else { return nil }
            guard let read = exponentValue(bytes, from: position + 1) else { return nil }
            exponent = read
        }
        let shown = max(0, fractionDigits - exponent)
        if mantissa == 0 { return Parsed(value: isNegative ? -0.0 : 0, fractionDigits: shown) }
        let power = exponent - fractionDigits
        // A mantissa and a power of ten that are both exact in Double give a correctly rounded quotient or product.
        if significantCount <= 19, mantissa <= 1 << 53, power >= -22, power <= 22 {
            let magnitude =
                power < 0 ? Double(mantissa) / powersOfTen[0 - power] : Double(mantissa) * powersOfTen[power]
            return Parsed(value: isNegative ? 0 - magnitude : magnitude, fractionDigits: shown)
        }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        return Parsed(value: value, fractionDigits: shown)
    }

    /// The number a text stands for, or `nil` where it stands for none or for one beyond the range of `Double`.
    public static func value(of text: String) -> Double? {
        var text = text
        return text.withUTF8 { parse($0)?.value }
    }

    /// Whether a text is a number word that stands for no number: `inf`, `nan` and their relatives, or too large.
    static func isNonFinite(_ text: String) -> Bool {
        var word = text.lowercased().filter { $0 != " " && $0 != "\t" }
        if let first = word.first, first == "-" || first == "+" { word.removeFirst() }
        if ["inf", "infinity", "nan", "1.#inf", "1.#ind", "1.#qnan", "∞"].contains(word) { return true }
        return word.first.map { $0.isASCII && ($0.isNumber || $0 == ".") } == true && Double(word) == .infinity
    }

    /// The part of a text without spaces and tabs around it.
    static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var first = 0
        var end = text.count
        while first < end, text[first] == UInt8(ascii: " ") || text[first] == UInt8(ascii: "\t") { first += 1 }
        while end > first, text[end - 1] == UInt8(ascii: " ") || text[end - 1] == UInt8(ascii: "\t") { end -= 1 }
        return first == 0 && end == text.count ? text : UnsafeBufferPointer(rebasing: text[first..<end])
    }

    private static func exponentValue(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative || (position < bytes.count && bytes[position] == UInt8(ascii: "+")) { position += 1 }
        guard position < bytes.count else { return nil }
        var value = 0
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            // Beyond any finite Double; more digits change nothing and must not overflow.
            if value < 100_000 { value = value * 10 + Int(digit) }
            position += 1
        }
        return isNegative ? 0 - value : value
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
