import LacunaCore

/// What the value of an option has to be, checked before any work.
public enum ValueKind: Sendable, Equatable {
    /// Any text, not empty.
    case text
    /// A whole number within a range.
    case integer(ClosedRange<Int>)
    /// A finite number within a range.
    case number(ClosedRange<Double>)
    /// One of these words.
    case choice([String])
    /// Texts separated by commas, none empty.
    case list
    /// `path=value`; the value may be empty.
    case assignment

    /// Whole numbers from 0.
    public static let count = ValueKind.integer(0...Int.max)
    /// Whole numbers from 1.
    public static let positiveCount = ValueKind.integer(1...Int.max)
    /// Any finite number.
    public static let anyNumber = ValueKind.number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)

    /// What is wrong with a text, as the rest of a sentence that begins with the option and the text ("is not …"), or
    /// `nil` where it is right.
    func problem(with text: String) -> String? {
        switch self {
        case .text:
            return text.isEmpty ? "is empty; expected a text" : nil
        case .integer(let range):
            if let value = Int(text) { return range.contains(value) ? nil : "is out of range; expected \(expectation)" }
            let isWhole = !text.isEmpty && text.drop(while: { $0 == "-" || $0 == "+" }).allSatisfy(\.isASCIIDigit)
            return "is \(isWhole ? "out of range" : "not a whole number"); expected \(expectation)"
        case .number(let range):
            guard let value = Double(text), value.isFinite else { return "is not a number; expected \(expectation)" }
            return range.contains(value) ? nil : "is out of range; expected \(expectation)"
        case .choice(let words):
            if words.contains(text) { return nil }
            return "is not known; expected \(expectation)" + Suggestion.phrase(for: text, among: words)
        case .list:
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            return parts.contains("") ? "has an empty element; expected \(expectation)" : nil
        case .assignment:
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                return "is no assignment; expected \(expectation)"
            }
            return nil
        }
    }

    /// What is expected, as a noun: "a whole number of at least 1".
    var expectation: String {
        switch self {
        case .text: "a text"
        case .integer(let range):
            "a whole number"
                + bounds(
                    range.lowerBound == Int.min ? nil : "\(range.lowerBound)",
                    range.upperBound == Int.max ? nil : "\(range.upperBound)")
        case .number(let range):
            "a number"
                + bounds(
                    range.lowerBound == -.greatestFiniteMagnitude ? nil : JSONText.number(range.lowerBound).text(),
                    range.upperBound == .greatestFiniteMagnitude ? nil : JSONText.number(range.upperBound).text())
        case .choice(let words):
            words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        case .list: "names separated by commas"
        case .assignment: "path=value"
        }
    }

    private func bounds(_ lower: String?, _ upper: String?) -> String {
        switch (lower, upper) {
        case (let lower?, let upper?): " from \(lower) to \(upper)"
        case (let lower?, nil): " of at least \(lower)"
        case (nil, let upper?): " of at most \(upper)"
        case (nil, nil): ""
        }
    }
}

extension Character {
    /// 0 to 9, and none of the digits of other scripts.
    var isASCIIDigit: Bool { "0"..."9" ~= self }
}
