import LacunaTensors

/// How far a run of training has come, beside the parameters and the place in the data.
struct FitProgress: Sendable, Equatable {
    /// What a run is at.
    enum Phase: String, Sendable {
        /// Steps without the held-out rows, until their bound no longer improves or all steps are taken.
        case main
        /// Steps with all rows, from the best parameters on.
        case closing
        /// No step is left.
        case finished
    }

    /// The bound of the held-out rows, in nats a row, and the step at which they were looked at.
    struct Look: Sendable, Equatable {
        var bound: Double
        var step: Int
    }

    /// What the run is at.
    var phase = Phase.main
    /// How many batches the mean bound of a run looks back over.
    static let recentCount = 500

    /// The bounds of the last batches, in nats a row.
    var recent = RecentMean(capacity: recentCount)
    /// The bound before learning, in nats a row, to be compared with the end: on the rows held out, or on the first batch.
    var startBound: Double?
    /// The latest held-out bound, in nats a row, finite or not.
    var lastHeldOut: Double?
    /// The best look, and the parameters at it.
    var best: Look?
    var bestParameters: ParameterSnapshot?
    /// The last look that gained enough for training to be worth its patience.
    var improvement: Look?
    /// Parameters to fall back on where there is no best look; `nil` before the run begins.
    var good: ParameterSnapshot?
    /// Whether the held-out bound stopped to improve.
    var stoppedEarly = false
    /// The step from which training closes.
    var closingStart = 0
    /// How many steps it closes by; none where they are taken back.
    var closingSteps = 0

    /// What the held-out bound must gain, in nats a row, for training to be worth its patience.
    private static let leastImprovement = 0.01

    /// Takes a look into account; one that is not finite is kept as the latest only.
    ///
    /// - Parameter parameters: Those that were looked at, asked for where they are the best so far.
    mutating func add(_ look: Look, parameters: () -> ParameterSnapshot) {
        lastHeldOut = look.bound
        guard look.bound.isFinite else { return }
        if best.map({ look.bound > $0.bound }) ?? true {
            best = look
            bestParameters = parameters()
        }
        if improvement.map({ look.bound > $0.bound + Self.leastImprovement }) ?? true { improvement = look }
    }
}
