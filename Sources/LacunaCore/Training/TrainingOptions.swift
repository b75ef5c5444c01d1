/// The section `training` of a configuration.
public struct TrainingOptions: Configurable, Equatable {
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

    /// Values out of range.
    public func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func check(_ holds: Bool, _ key: String, _ message: String) {
            if !holds { problems.append(ConfigurationProblem(key: key, message: message)) }
        }
        check((1...1_000_000).contains(batchSize), "batchSize", "must lie between 1 and 1000000, not \(batchSize)")
        check((1...1_000_000_000).contains(steps), "steps", "must lie between 1 and 1000000000, not \(steps)")
        if let limit = gradientNormLimit {
            check(limit > 0, "gradientNormLimit", "must be greater than 0 (or null for no limit), not \(limit)")
        }
        check(
            (0..<1).contains(averagingDecay), "averagingDecay", "must be at least 0 and below 1, not \(averagingDecay)")
        check(
            heldOutShare >= 0 && heldOutShare <= 0.5, "heldOutShare",
            "must lie between 0 and 0.5, not \(heldOutShare)")
        if let interval = evaluationInterval {
            check(
                (1...1_000_000_000).contains(interval), "evaluationInterval",
                "must lie between 1 and 1000000000 (or be null), not \(interval)")
        }
        check((1...1_000_000_000).contains(patience), "patience", "must lie between 1 and 1000000000, not \(patience)")
        if let closingSteps {
            check(
                (0...1_000_000_000).contains(closingSteps), "closingSteps",
                "must lie between 0 and 1000000000 (or be null), not \(closingSteps)")
        }
        check((0...1_000).contains(restarts), "restarts", "must lie between 0 and 1000, not \(restarts)")
        if let interval = checkpointInterval {
            check(
                (1...1_000_000_000).contains(interval), "checkpointInterval",
                "must lie between 1 and 1000000000 (or be null), not \(interval)")
        }
        return problems
    }
}
