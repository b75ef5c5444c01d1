import LacunaCore

/// A JSON value to be written, with the order of keys kept.
public indirect enum JSONText: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A number in its shortest form that reads back the same; `null` where it is not finite, since JSON has no other.
    case number(Double)
    /// A text.
    case string(String)
    /// Values in order.
    case array([JSONText])
    /// Keys and values in order; keys must differ.
    case object([(key: String, value: JSONText)])

    /// Numbers in order.
    public static func numbers(_ values: [Double]) -> JSONText { .array(values.map { .number($0) }) }

    /// Texts in order.
    public static func strings(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }

    /// A number, or `null` where there is none.
    public static func optional(_ value: Double?) -> JSONText { value.map { .number($0) } ?? .null }

    /// The JSON on one line.
    public func text() -> String {
        var result = ""
        write(to: &result, indentation: nil)
        return result
    }

    /// The JSON with a line for each element, two spaces a level; arrays of plain values stay on one line.
    public func indentedText() -> String {
        var result = ""
        write(to: &result, indentation: 0)
        return result
    }

    private func write(to result: inout String, indentation: Int?) {
        switch self {
        case .null: result += "null"
        case .bool(let value): result += value ? "true" : "false"
        case .integer(let value): result += "\(value)"
        case .number(let value): result += Self.shortest(value)
        case .string(let value): result += JSONString.quoted(value)
        case .array(let values):
            let isPlain = values.allSatisfy { !$0.isContainer }
            Self.list(values, ["[", "]"], to: &result, indentation, isPlain: isPlain) { value, result, inner in
                value.write(to: &result, indentation: inner)
            }
        case .object(let members):
            Self.list(members, ["{", "}"], to: &result, indentation, isPlain: false) { member, result, inner in
                result += JSONString.quoted(member.key) + (indentation == nil ? ":" : ": ")
                member.value.write(to: &result, indentation: inner)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ brackets: [String], to result: inout String, _ indentation: Int?, isPlain: Bool,
        _ write: (Element, inout String, Int?) -> Void
    ) {
        let breaks = indentation != nil && !isPlain && !elements.isEmpty
        let inner = indentation.map { $0 + 1 }
        result += brackets[0]
        for (index, element) in elements.enumerated() {
            if index > 0 { result += indentation != nil && !breaks ? ", " : "," }
            if breaks { result += "\n" + String(repeating: "  ", count: inner ?? 0) }
            write(element, &result, inner)
        }
        if breaks { result += "\n" + String(repeating: "  ", count: indentation ?? 0) }
        result += brackets[1]
    }

    private var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    private static func shortest(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Equal values in equal order.
    public static func == (a: JSONText, b: JSONText) -> Bool { a.text() == b.text() }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Values in order.
    public init(arrayLiteral elements: JSONText...) { self = .array(elements) }
    /// Keys and values in order.
    public init(dictionaryLiteral elements: (String, JSONText)...) {
        self = .object(elements.map { (key: $0.0, value: $0.1) })
    }
}
