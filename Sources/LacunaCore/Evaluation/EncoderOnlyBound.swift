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

    /// Draws of the inner bound; 1 where it is not resolved.
    public func sampleCount(for posterior: any VariationalFamily) -> Int {
        (try? inner.member())?.sampleCount(for: posterior) ?? 1
    }

    /// What does not fit between the inner bound and a family.
    public func problems(with posterior: any VariationalFamily) -> [String] {
        (try? inner.member())?.problems(with: posterior) ?? []
    }

    /// Records the inner bound, and keeps the encoder's part of its objectives.
    public func record(_ step: ModelStep) throws -> RecordedBound {
        try inner.member().record(step).movingEncoder()
    }
}

extension RecordedBound {
    /// The bound with the encoder's part of its objectives alone.
    func movingEncoder() -> RecordedBound {
        var copy = self
        copy.objectives = objectives.compactMap { objective in
            let groups = objective.groups.intersection(.encoder)
            return groups.isEmpty ? nil : Objective(objective.tensor, groups: groups)
        }
        return copy
    }
}
