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

    /// Numbers that are out of the range of their key.
    private func rangeProblems() -> [ConfigurationProblem] {
        let limited = Self.keyDescriptions.filter { $0.range != nil }
        guard !limited.isEmpty, let values = try? ConfigurationEncoder.encode(self) else { return [] }
        return limited.flatMap { key -> [ConfigurationProblem] in
            guard let range = key.range, let value = values[key.name] else { return [] }
            let elements = (value.elements ?? []).enumerated().map { ("\(key.name)[\($0)]", $1) }
            return ([(key.name, value)] + elements).compactMap { place, value in
                guard case .number(let text, let number) = value.kind, !range.contains(number) else { return nil }
                let orNull =
                    (try? ConfigurationEncoder.encode(Self()))?[key.name]?.isNull == true ? " (or be null)" : ""
                let andFinite = number.isInfinite && range.isUnbounded ? " and finite" : ""
                let message =
                    "must \(range.demand)\(andFinite)\(orNull), not \(ConfigurationNumber.shown(text: text, value: number))"
                return ConfigurationProblem(key: place, message: message)
            }
        }
    }
}
