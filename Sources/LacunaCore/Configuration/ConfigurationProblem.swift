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
