/// What a key of a configuration means, and which numbers it may hold.
///
/// ```swift
/// static let keyDescriptions = [
///     KeyDescription("importanceSampleCount", "draws a row", .between(1, 100_000)),
///     KeyDescription("gradient", "how the gradient reaches the encoder"),
/// ]
/// ```
public struct KeyDescription: Sendable, Equatable {
    /// The key, which is the name of the stored property.
    public var name: String
    /// What it means, with its unit: one line without a full stop.
    public var summary: String
    /// The numbers that it may hold, or each element of a list or value of a map; `nil` where all are good, or where it is
    /// none.
    public var range: NumberRange?

    /// What a key means.
    public init(_ name: String, _ summary: String, _ range: NumberRange? = nil) {
        self.name = name
        self.summary = summary
        self.range = range
    }
}
