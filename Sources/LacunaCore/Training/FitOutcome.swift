/// What one of several fits came to.
public struct FitOutcome: Codable, Sendable, Equatable {
    /// What the parameters of the missingness model started from.
    public enum Start: String, Codable, Sendable {
        /// Random numbers, as all other parameters.
        case drawn
        /// The fit of a linear model.
        case linear
        /// The mirrored curves of the best fit before.
        case mirrored
    }

    /// What the missingness model started from.
    public var start: Start
    /// What fits are ranked and compared by, in nats a row, with the same noise for every fit: the mean bound of the held-out
    /// rows at the best step, or of all rows at the end where none are held out; `nil` where the fit diverged.
    public var bound: Double?
    /// The same, where it is of held-out rows.
    public var heldOutBound: Double?
    /// Whether it is the fit that was kept.
    public var isKept = false

    /// A fit that has come to nothing yet.
    public init(start: Start) { self.start = start }

    /// What fits are ranked by.
    var score: Double { bound ?? -.infinity }
}
