import Foundation

/// Writes numbers as plain decimal text, independent of the locale.
enum DecimalText {
    /// Digits that an imputed number shows at most: those of `Float`, and two that keep a rounded one recognisable.
    static let significantDigits = 9

    /// A finite number as text for a column whose observed numbers have some digits after the point.
    ///
    /// Two more digits than the column's own are written, but at most nine significant ones, and no zeros at the end
    /// beyond the column's own digits. Numbers of ordinary size, which are those below 10¹⁵ that need at most 15 digits
    /// after the point, are written without an exponent.
    static func text(_ value: Double, fractionDigits: Int) -> String {
        if value == 0 { return fixed(0, fractionDigits: min(fractionDigits, 15)) }
        let magnitude = Int(log10(abs(value)).rounded(.down))
        let wanted = min(fractionDigits, 1000) + 2
        let decimals = max(0, min(wanted, significantDigits - 1 - magnitude))
        if decimals > 15 || abs(value) >= 1e15 { return scientific(value) }
        let digits = fixed(value, fractionDigits: decimals)
        return withoutZeros(digits, keeping: fractionDigits)
    }

    /// A number without needless digits, for messages.
    static func shortest(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return "\(value)"
    }

    /// A number to six significant digits, for summaries.
    static func brief(_ value: Double) -> String { String(format: "%.6g", value) }

    /// A number below 10¹⁵ in size with exactly this many digits after the point; none of them is lost below 2⁶³.
    private static func fixed(_ value: Double, fractionDigits: Int) -> String {
        let scaled = (abs(value) * pow(10, Double(fractionDigits))).rounded()
        guard scaled < 9e18 else { return scientific(value) }
        let whole = UInt64(scaled)
        var digits = String(whole)
        if digits.count <= fractionDigits {
            digits = String(repeating: "0", count: fractionDigits + 1 - digits.count) + digits
        }
        let sign = value < 0 && whole > 0 ? "-" : ""
        if fractionDigits == 0 { return sign + digits }
        return sign + digits.dropLast(fractionDigits) + "." + digits.suffix(fractionDigits)
    }

    private static func withoutZeros(_ text: String, keeping fractionDigits: Int) -> String {
        guard let point = text.firstIndex(of: ".") else { return text }
        var digits = text[text.index(after: point)...]
        while digits.count > fractionDigits, digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? String(text[..<point]) : String(text[...point] + digits)
    }

    private static func scientific(_ value: Double) -> String {
        let text = String(format: "%.\(significantDigits - 1)e", value)
        guard let mark = text.firstIndex(of: "e") else { return text }
        return withoutZeros(String(text[..<mark]), keeping: 0) + text[mark...]
    }
}
