/// A tree of configuration values that remembers where each was written.
///
/// Two values are equal where their content is: positions, the order of keys and the spelling of numbers do not count.
public struct ConfigurationValue: Sendable {
    /// What a value is.
    public indirect enum Kind: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case boolean(Bool)
        /// A number: as it was written, and its nearest double.
        case number(text: String, value: Double)
        /// A text.
        case string(String)
        /// A list.
        case array([ConfigurationValue])
        /// Keys and values, in the order in which they were written.
        case object([ConfigurationEntry])
    }

    /// What the value is.
    public var kind: Kind
    /// Where it was written; `nil` where it does not come from a file.
    public var position: SourcePosition?

    /// A value.
    public init(_ kind: Kind, position: SourcePosition? = nil) {
        self.kind = kind
        self.position = position
    }
}

/// A key of an object and its value.
public struct ConfigurationEntry: Sendable {
    /// The key.
    public var key: String
    /// Where the key was written; `nil` where it does not come from a file.
    public var keyPosition: SourcePosition?
    /// The value.
    public var value: ConfigurationValue

    /// A key and its value.
    public init(_ key: String, _ value: ConfigurationValue, keyPosition: SourcePosition? = nil) {
        self.key = key
        self.value = value
        self.keyPosition = keyPosition
    }
}

extension ConfigurationValue {
    /// The value `null`.
    public static var null: ConfigurationValue { ConfigurationValue(.null) }
    /// A truth value.
    public static func boolean(_ value: Bool) -> ConfigurationValue { ConfigurationValue(.boolean(value)) }
    /// A number.
    public static func number(_ value: Double) -> ConfigurationValue {
        ConfigurationValue(.number(text: ConfigurationNumber.text(of: value), value: value))
    }
    /// A whole number.
    public static func integer(_ value: some FixedWidthInteger) -> ConfigurationValue {
        ConfigurationValue(.number(text: String(value), value: Double(value)))
    }
    /// A text.
    public static func string(_ value: String) -> ConfigurationValue { ConfigurationValue(.string(value)) }
    /// A list.
    public static func array(_ elements: [ConfigurationValue]) -> ConfigurationValue {
        ConfigurationValue(.array(elements))
    }
    /// Keys and values.
    public static func object(_ entries: [ConfigurationEntry]) -> ConfigurationValue {
        ConfigurationValue(.object(entries))
    }
}

extension ConfigurationValue {
    /// Whether the value is `null`.
    public var isNull: Bool { if case .null = kind { true } else { false } }
    /// The truth value, where it is one.
    public var booleanValue: Bool? { if case .boolean(let value) = kind { value } else { nil } }
    /// The number, where it is one.
    public var numberValue: Double? { if case .number(_, let value) = kind { value } else { nil } }
    /// The whole number, where it is one that fits.
    public var integerValue: Int? {
        if case .number(let text, let value) = kind {
            ConfigurationNumber.integer(Int.self, text: text, value: value)
        } else {
            nil
        }
    }
    /// The text, where it is one.
    public var stringValue: String? { if case .string(let value) = kind { value } else { nil } }
    /// The elements of a list, where it is one.
    public var elements: [ConfigurationValue]? { if case .array(let elements) = kind { elements } else { nil } }
    /// The keys and values of an object, where it is one.
    public var entries: [ConfigurationEntry]? { if case .object(let entries) = kind { entries } else { nil } }

    /// The value of a key; `nil` where the value is no object or has no such key.
    public subscript(key: String) -> ConfigurationValue? { entries?.first { $0.key == key }?.value }

    /// The value at a path, where there is one.
    public subscript(path: ConfigurationPath) -> ConfigurationValue? {
        var value = self
        for element in path.elements {
            switch element {
            case .key(let key):
                guard let next = value[key] else { return nil }
                value = next
            case .index(let index):
                guard let list = value.elements, list.indices.contains(index) else { return nil }
                value = list[index]
            }
        }
        return value
    }

    /// The tree without any positions, as for values that no file holds.
    public var withoutPositions: ConfigurationValue {
        switch kind {
        case .array(let elements): .array(elements.map(\.withoutPositions))
        case .object(let entries): .object(entries.map { ConfigurationEntry($0.key, $0.value.withoutPositions) })
        default: ConfigurationValue(kind)
        }
    }

    /// The value in a sentence: `"many"`, `1.5`, `an array`.
    var inSentence: String {
        switch kind {
        case .null: "null"
        case .boolean(let value): String(value)
        case .number(let text, _): text.utf8.count > 40 ? text.prefix(40) + "…" : text
        case .string(let text): SentenceText.quoted(text)
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension ConfigurationValue: Equatable {
    /// Whether the content is the same.
    public static func == (a: ConfigurationValue, b: ConfigurationValue) -> Bool {
        switch (a.kind, b.kind) {
        case (.null, .null): return true
        case (.boolean(let a), .boolean(let b)): return a == b
        case (.string(let a), .string(let b)): return a == b
        case (.array(let a), .array(let b)): return a == b
        case (.number(let aText, let aValue), .number(let bText, let bValue)):
            return ConfigurationNumber.rendered(text: aText, value: aValue)
                == ConfigurationNumber.rendered(text: bText, value: bValue)
        case (.object(let a), .object(let b)):
            guard a.count == b.count else { return false }
            let values = Dictionary(b.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
            return a.allSatisfy { values[$0.key] == $0.value }
        default: return false
        }
    }
}
