import Foundation

/// Numbers as parts of sentences.
enum Phrase {
    /// "1 row" or "3 rows".
    static func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

    /// A number with some digits after the point.
    static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// A number to some significant digits, without zeros at its end.
    static func significant(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)g", value) }

    /// A share in percent: "3.5 %".
    static func share(_ part: Int, of whole: Int) -> String {
        fixed(100 * Double(part) / Double(max(whole, 1)), 1) + " %"
    }
}
