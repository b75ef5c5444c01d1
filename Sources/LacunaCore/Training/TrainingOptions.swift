/// The section `training` of a configuration.
public struct TrainingOptions: Configurable, Equatable {
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("optimizer", "what moves the parameters"),
        KeyDescription("schedule", "how the learning rate changes over the run"),
        KeyDescription("batchSize", "rows a step; all rows where there are fewer", .between(1, 1_000_000)),
        KeyDescription(
            "steps",
            "largest number of steps before training closes; 2,000 where a table is too small to hold rows out of",
            .between(1, 1_000_000_000)),
        KeyDescription(
            "gradientNormLimit", "norm to which longer gradients are shortened; null for no limit", .above(0)),
        KeyDescription(
            "averagingDecay",
            "decay a step of the running average of the parameters, by which the model is judged and kept; 0 for none",
            .atLeast(0, below: 1)),
        KeyDescription(
            "heldOutShare", "share of the rows held out to see when to stop; 0 holds none out and takes all steps",
            .between(0, 0.5)),
        KeyDescription(
            "evaluationInterval",
            "steps between two looks at the held-out rows; null: an epoch, but at least 100 steps",
            .between(1, 1_000_000_000)),
        KeyDescription(
            "patience", "steps in which the held-out bound gains less than 0.01 nats, after which training stops",
            .between(1, 1_000_000_000)),
        KeyDescription(
            "closingSteps",
            "steps with all rows from the best parameters on, once training has stopped; null: as many as led to them, at most 5,000",
            .between(0, 1_000_000_000)),
        KeyDescription("restarts", "further fits from other starts, of which the best is kept", .between(0, 1_000)),
        KeyDescription(
            "linearStart", "linear model that is fitted before, and from whose missingness model the fit starts"),
        KeyDescription(
            "diagnostics",
            "whether the finished fit is looked at: signal-to-noise ratio of gradients, components in use"),
        KeyDescription(
            "checkpointInterval",
            "steps between two checkpoints of lacuna train; null: only where a signal interrupts it",
            .between(1, 1_000_000_000)),
    ]

    /// What moves the parameters.
    public var optimizer: Choice<Optimizers> = "adam"
    /// How the learning rate changes over the run.
    public var schedule: Choice<Schedules> = "constant"
    /// Rows a step; all rows where there are fewer. An incomplete last batch of an epoch is left out.
    public var batchSize = 64
    /// The largest number of steps before training closes; 2,000 where a table is too small to hold rows out of.
    public var steps = 30_000
    /// The gradient is shortened to this norm where it is longer; `null` leaves it.
    public var gradientNormLimit: Double?
    /// The decay a step of the running average of the parameters, by which the model is judged and kept; 0 judges
    /// and keeps the parameters themselves.
    public var averagingDecay = 0.999
    /// The share of the rows that are held out to see when to stop; 0 holds none out and takes all steps.
    public var heldOutShare = 0.1
    /// Steps between two looks at the held-out rows; `null`: an epoch, but at least 100 steps.
    public var evaluationInterval: Int?
    /// Steps in which the held-out bound gains less than 0.01 nats, after which training stops.
    public var patience = 3_000

    /// Steps taken with all rows, the held-out ones included, from the best parameters on, once training has stopped;
    /// `null`: as many as led to them, but at most 5,000.
    public var closingSteps: Int?
    /// Further fits, each from another start, of which the best is kept: by the held-out bound, or by the bound of all rows
    /// where none are held out. Where the missingness model has curves of unknown direction of columns with missing cells,
    /// every other one starts from the mirrored curves of the best fit so far, as they were before its closing steps.
    /// Where a signal ends the run midway, the best of the finished fits is kept.
    public var restarts = 0
    /// A linear model that is fitted before, and from whose missingness model the fit starts.
    public var linearStart = LinearStart()
    /// Whether the finished fit is looked at: the signal-to-noise ratio of its gradients over an epoch, and how many
    /// components of a mixture it uses.
    public var diagnostics = false
    /// Steps between two checkpoints of `lacuna train`, from which `--resume` goes on; `null`: only where a signal
    /// interrupts it. Nothing else writes checkpoints.
    public var checkpointInterval: Int?

    /// The defaults.
    public init() {}
}
