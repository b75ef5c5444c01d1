/// What a run of training reports while it goes on.
public struct TrainingEvent: Sendable {
    /// The step just taken, from 1.
    public var step: Int
    /// The largest number of steps.
    public var stepCount: Int
    /// Mean bound of the recent batches, in nats a row.
    public var bound: Double
    /// The latest held-out bound, in nats a row, where there is one.
    public var heldOutBound: Double?
    /// The step size in use.
    public var learningRate: Double
    /// Which fit it is of, where there are several, such as `fit 2 of 3`.
    public var stage: String?
}

/// What is known of a finished run of training.
public struct TrainingRecord: Codable, Sendable, Equatable {
    /// Steps taken.
    public var steps = 0
    /// The step with the best held-out bound, from whose parameters training closed; the last one where no rows were
    /// held out.
    public var bestStep = 0
    /// Steps taken from there on with all rows.
    public var closingSteps = 0
    /// Mean bound of the last 500 batches (or of all, if fewer), in nats a row, in standardised units.
    public var bound = 0.0
    /// The held-out bound of the best step, before training closed with those rows as well, in nats a row, in standardised units.
    public var heldOutBound: Double?
    /// Rows trained on and held out.
    public var trainingRows = 0
    /// Rows held out.
    public var heldOutRows = 0
    /// Whether training stopped by itself before the largest number of steps.
    public var stoppedEarly = false
    /// How the fit stands, where `training.diagnostics` asks for it.
    public var diagnostics: FitDiagnostics?
    /// All fits in their order, where `training.restarts` asks for several; the rest is of the one that was kept.
    public var fits: [FitOutcome]?
    /// The learnt curves of columns with missing cells, where the missingness model has a curve a column.
    public var missingness: [MissingnessCurve]?

    /// How the fit that was kept compares with one in which cells are missing at random, where several fits were made of a
    /// model in which they are not.
    public var atRandom: FitComparison?

    /// Nothing yet.
    public init() {}
}
