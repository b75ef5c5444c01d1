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
    /// The mean bound of all rows at the end, with the same noise for every fit, in nats a row; `nil` where the fit diverged.
    public var bound: Double?
    /// The held-out bound of its best step, in nats a row, of the same rows for every fit.
    public var heldOutBound: Double?
    /// Whether it is the fit that was kept.
    public var isKept = false

    /// A fit that has come to nothing yet.
    public init(start: Start) { self.start = start }

    /// What fits are ranked by: the held-out bound, or the bound of all rows where none are held out.
    var score: Double { heldOutBound ?? bound ?? -.infinity }
}
