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

/// A value that is out of range.
public struct ConfigurationProblem: Sendable, Equatable {
    /// The key, relative to the section: `steps`, `optimizer.learningRate`; empty for the section as a whole.
    public var key: String
    /// The second half of a sentence: `must be greater than 0, not -1`.
    public var message: String

    /// A problem of a key.
    public init(key: String, message: String) {
        self.key = key
        self.message = message
    }
}

/// One of a few named values, whose configuration is its raw text.
public protocol ConfigurationOption: RawRepresentable<String>, CaseIterable, Codable, Sendable {}
