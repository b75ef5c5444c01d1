/// What can stand at a key of a configuration, as the type of its property says.
public indirect enum KeyForm: Sendable, Hashable {
    /// `true` or `false`.
    case boolean
    /// A number without a fraction.
    case wholeNumber
    /// A number.
    case number
    /// A text.
    case text
    /// One of a few texts.
    case option([String])
    /// A list, with the form of each element.
    case list(KeyForm)
    /// An object with keys of the user's choice, and the form of each value.
    case map(KeyForm)
    /// A part of a family: its name, or an object with the name at `type`.
    case part(AnyComponentFamily)
    /// An object with keys of its own.
    case section(AnySection)
    /// A form, or `null`.
    case optional(KeyForm)
    /// Whatever the type of the property takes, which is not known from outside.
    case anything

    /// The form of values of a type.
    init(of type: Any.Type) {
        switch type {
        case is Bool.Type: self = .boolean
        case is String.Type: self = .text
        case is any FixedWidthInteger.Type: self = .wholeNumber
        case is any BinaryFloatingPoint.Type: self = .number
        case let type as any KeyFormGiving.Type: self = type.keyForm
        case let type as any Configurable.Type: self = .section(AnySection(type))
        default: self = ConfigurationOptions.names(of: type).map { .option($0) } ?? .anything
        }
    }

    /// Whether `null` can stand there.
    public var isOptional: Bool { if case .optional = self { true } else { false } }

    /// In words: `a whole number between 1 and 10, or null`.
    ///
    /// - Parameter range: The numbers that can stand there, or in each element of a list or value of a map.
    public func words(in range: NumberRange? = nil) -> String {
        let limits = range.map { " \($0)" } ?? ""
        return switch self {
        case .boolean: "true or false"
        case .wholeNumber: "a whole number" + limits
        case .number: "a number" + limits
        case .text: "a text"
        case .option(let names): "one of " + names.joined(separator: ", ")
        case .list(let element): "a list, each element \(element.words(in: range))"
        case .map(let value): "an object, each value \(value.words(in: range))"
        case .part(let family): SentenceText.withArticle(family.words)
        case .section: "an object with keys of its own"
        case .optional(let form): form.words(in: range) + ", or null"
        case .anything: "a value of its own form"
        }
    }
}

/// A type that says its form itself, being made of others.
protocol KeyFormGiving {
    static var keyForm: KeyForm { get }
}

extension Optional: KeyFormGiving {
    static var keyForm: KeyForm { .optional(KeyForm(of: Wrapped.self)) }
}

extension Array: KeyFormGiving {
    static var keyForm: KeyForm { .list(KeyForm(of: Element.self)) }
}

extension Dictionary: KeyFormGiving {
    static var keyForm: KeyForm { .map(KeyForm(of: Value.self)) }
}

extension Choice: KeyFormGiving {
    static var keyForm: KeyForm { .part(AnyComponentFamily(Family.self)) }
}
