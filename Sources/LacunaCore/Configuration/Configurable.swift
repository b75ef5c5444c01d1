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

    /// Values that are out of range; none by default.
    func problems() -> [ConfigurationProblem]
}

extension Configurable {
    /// None.
    public func problems() -> [ConfigurationProblem] { [] }
}
