/// A section of a configuration: its stored properties are its keys, and their initial values the defaults.
///
/// ```swift
/// struct TrainingOptions: Configurable {
///     var steps = 20_000
///     var gradientNormLimit: Double?
/// }
/// ```
public protocol Configurable: Codable, Sendable {
    /// The defaults.
    init()

    /// What each key means, and which numbers it may hold; none by default.
    ///
    /// Numbers out of their range are refused where a configuration is read: a key's range is stated here and nowhere else.
    static var keyDescriptions: [KeyDescription] { get }

    /// What else is wrong with the values, beside numbers out of their key's range; nothing by default.
    func problems() -> [ConfigurationProblem]
}

extension Configurable {
    /// None.
    public static var keyDescriptions: [KeyDescription] { [] }

    /// None.
    public func problems() -> [ConfigurationProblem] { [] }

    /// Everything that is wrong with the values: numbers out of their key's range, and the section's own problems.
    public func allProblems() -> [ConfigurationProblem] { rangeProblems() + problems() }

    /// Numbers that are out of the range of their key, wherever in its value they stand.
    private func rangeProblems() -> [ConfigurationProblem] {
        let limited = Self.keyDescriptions.filter { $0.range != nil }
        guard !limited.isEmpty, let values = try? ConfigurationEncoder.encode(self) else { return [] }
        func problems(_ forms: [String: KeyForm]) -> [ConfigurationProblem] {
            limited.flatMap { key -> [ConfigurationProblem] in
                guard let range = key.range, let value = values[key.name] else { return [] }
                let path = ConfigurationPath().appending(key.name)
                return value.numbers(of: forms[key.name] ?? .anything, at: path).compactMap { place in
                    guard !range.contains(place.number) else { return nil }
                    let andFinite = place.number.isInfinite && range.isUnbounded ? " and finite" : ""
                    let orNull = place.isOptional ? " (or be null)" : ""
                    return ConfigurationProblem(
                        key: place.path.text, message: "must \(range.demand)\(andFinite)\(orNull), not \(place.text)")
                }
            }
        }
        // Forms take time to find, and only tell what a wrong number is: almost always there is none.
        guard !problems([:]).isEmpty else { return [] }
        let forms = KeyEntry.entries(of: Self.self).map { ($0.name, $0.form) }
        return problems(Dictionary(forms) { first, _ in first })
    }
}

extension ConfigurationValue {
    /// The numbers in the value of a key, elements of lists and values of maps among them; those of sections and parts are
    /// of other keys.
    fileprivate func numbers(
        of form: KeyForm, at path: ConfigurationPath, isOptional: Bool = false
    ) -> [(path: ConfigurationPath, number: Double, text: String, isOptional: Bool)] {
        if case .optional(let form) = form { return numbers(of: form, at: path, isOptional: true) }
        let inner: KeyForm
        switch form {
        case .part, .section: return []
        case .list(let form), .map(let form): inner = form
        default: inner = .anything
        }
        switch kind {
        case .number(let text, let number):
            return [(path, number, ConfigurationNumber.shown(text: text, value: number), isOptional)]
        case .array(let elements):
            return elements.enumerated().flatMap { $1.numbers(of: inner, at: path.appending($0)) }
        case .object(let entries): return entries.flatMap { $0.value.numbers(of: inner, at: path.appending($0.key)) }
        default: return []
        }
    }
}
