/// A bound of which the encoder's parameters alone are moved.
public struct EncoderOnlyBound: Bound {
    /// Not for configurations: `EncoderRefit` alone makes one.
    public static let name = "encoderOnly"
    /// What it is.
    public static let summary = "another bound, by which the encoder alone is moved"

    /// The bound.
    public var inner: Choice<Bounds> = "importanceWeighted"

    /// The default bound, which is not resolved.
    public init() {}

    /// Another bound.
    public init(_ inner: Choice<Bounds>) { self.inner = inner }

    /// Records the inner bound, and keeps the encoder's part of its objectives.
    public func record(_ step: ModelStep) throws -> RecordedBound {
        var recorded = try inner.member().record(step)
        recorded.objectives = recorded.objectives.compactMap { objective in
            let groups = objective.groups.intersection(.encoder)
            return groups.isEmpty ? nil : Objective(objective.tensor, groups: groups)
        }
        return recorded
    }
}
