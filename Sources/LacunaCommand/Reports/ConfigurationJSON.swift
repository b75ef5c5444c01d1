import LacunaCore

extension JSONText {
    /// A value of a configuration; numbers that JSON lacks are `null`.
    init(_ value: ConfigurationValue) {
        switch value.kind {
        case .null: self = .null
        case .boolean(let truth): self = .bool(truth)
        case .number(_, let number): self = value.integerValue.map { .integer($0) } ?? .number(number)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { JSONText($0) })
        case .object(let entries): self = .object(entries.map { ($0.key, JSONText($0.value)) })
        }
    }

    /// The bounds of a range, by the names of JSON Schema; a single number is a constant.
    static func bounds(_ range: NumberRange) -> [(key: String, value: JSONText)] {
        if range == .between(range.lowerBound, range.lowerBound) { return [("const", .number(range.lowerBound))] }
        let lower = (range.includesLowerBound ? "minimum" : "exclusiveMinimum", range.lowerBound)
        let upper = (range.includesUpperBound ? "maximum" : "exclusiveMaximum", range.upperBound)
        return [lower, upper].filter { $0.1.isFinite }.map { (key: $0.0, value: .number($0.1)) }
    }
}
