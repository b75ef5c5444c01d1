extension TrainingOptions {
    /// Options in one expression; what is left out has its default.
    ///
    /// - Parameters:
    ///   - steps: The largest number of steps before training closes.
    ///   - batchSize: Rows a step.
    ///   - optimizer: What moves the parameters.
    ///   - schedule: How the learning rate changes over the run.
    ///   - gradientNormLimit: The gradient is shortened to this norm where it is longer.
    ///   - averagingDecay: The decay a step of the running average of the parameters.
    ///   - heldOutShare: The share of the rows that are held out to see when to stop.
    ///   - patience: Steps without a gain after which training stops.
    ///   - closingSteps: Steps taken with all rows once training has stopped.
    ///   - restarts: Further fits, of which the best is kept.
    public init(
        steps: Int? = nil, batchSize: Int? = nil, optimizer: (any Optimizer)? = nil, schedule: (any Schedule)? = nil,
        gradientNormLimit: Double? = nil, averagingDecay: Double? = nil, heldOutShare: Double? = nil,
        patience: Int? = nil, closingSteps: Int? = nil, restarts: Int? = nil
    ) {
        self.init()
        if let steps { self.steps = steps }
        if let batchSize { self.batchSize = batchSize }
        if let optimizer { self.optimizer = Choice(optimizer) }
        if let schedule { self.schedule = Choice(schedule) }
        if let gradientNormLimit { self.gradientNormLimit = gradientNormLimit }
        if let averagingDecay { self.averagingDecay = averagingDecay }
        if let heldOutShare { self.heldOutShare = heldOutShare }
        if let patience { self.patience = patience }
        if let closingSteps { self.closingSteps = closingSteps }
        if let restarts { self.restarts = restarts }
    }
}
