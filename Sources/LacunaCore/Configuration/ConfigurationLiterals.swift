// Trees are written in Swift as they are in a file: ["posterior": ["type": "mixture", "componentCount": 5]].

extension ConfigurationValue: ExpressibleByNilLiteral {
    /// `null`.
    public init(nilLiteral: ()) { self = .null }
}

extension ConfigurationValue: ExpressibleByBooleanLiteral {
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension ConfigurationValue: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }
}

extension ConfigurationValue: ExpressibleByFloatLiteral {
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension ConfigurationValue: ExpressibleByStringLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension ConfigurationValue: ExpressibleByArrayLiteral {
    /// A list.
    public init(arrayLiteral elements: ConfigurationValue...) { self = .array(elements) }
}

extension ConfigurationValue: ExpressibleByDictionaryLiteral {
    /// Keys and values, in this order.
    public init(dictionaryLiteral elements: (String, ConfigurationValue)...) {
        self = .object(elements.map { ConfigurationEntry($0.0, $0.1) })
    }
}
