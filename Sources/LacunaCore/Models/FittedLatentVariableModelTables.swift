import LacunaTensors

extension FittedLatentVariableModel {
    /// Completes a table.
    ///
    /// - Parameters:
    ///   - table: A table with the columns that were fitted, in any order.
    ///   - summary: The single value that completes a cell; `nil`: as the configuration says, the mean unless it says otherwise.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: The table, observed cells byte for byte as they were.
    /// - Throws: `LacunaError` for a table that does not suit the schema, a sampler that does not fit the model, and
    ///   interruption.
    public func impute(
        _ table: Table, summary: ImputationSummary? = nil, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> Table {
        let request = ImputationRequest(summary: summary ?? configuration.imputation.summary)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return try completed(table, by: imputations.summary)
    }

    /// Quantiles of the missing cells, each as a completed table.
    ///
    /// - Parameters:
    ///   - probabilities: Which quantiles, each between 0 and 1; a binary or categorical cell takes its most probable category.
    ///   - table: A table with the columns that were fitted, in any order.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: A completed table for each probability.
    /// - Throws: As `impute`, and `LacunaError` for probabilities out of range.
    public func quantiles(
        _ probabilities: [Double], of table: Table, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> [Table] {
        let request = ImputationRequest(summary: configuration.imputation.summary, quantiles: probabilities)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return try imputations.quantiles.map { try completed(table, by: $0) }
    }

    /// Tables completed at random from what the model thinks possible (multiple imputation).
    ///
    /// - Parameters:
    ///   - table: A table with the columns that were fitted, in any order.
    ///   - count: How many times it is completed.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: Completed tables, `count` of them.
    /// - Throws: As `impute`, and `LacunaError` for more draws than the sampler gives.
    public func draws(
        _ table: Table, count: Int, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> [Table] {
        let request = ImputationRequest(summary: configuration.imputation.summary, drawCount: count)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return try imputations.draws.map { try completed(table, by: $0) }
    }

    /// Estimates log p(x_o) of each row, missing cells integrated out, by importance sampling from the posterior.
    ///
    /// - Parameters:
    ///   - table: A table with the columns that were fitted, in any order.
    ///   - sampleCount: Draws a row, at least 1: the estimate is a lower bound in expectation that rises with their number.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: Nats a row, in standardised units and in those of the table.
    /// - Throws: `LacunaError` for a table that does not suit the schema, and interruption.
    public func logLikelihoods(
        of table: Table, sampleCount: Int = 5_000, seed: Int? = nil, work: WorkControl = WorkControl()
    ) throws -> LogLikelihoods {
        guard (1...10_000_000).contains(sampleCount) else {
            throw LacunaError(.usage, "sampleCount must lie between 1 and 10000000, not \(sampleCount)")
        }
        try schema.check(table).forEach(work.note)
        let dataset = try Dataset(table: table, schema: schema, layout: fitted.layout)
        let stream = RandomStream(seed: UInt64(bitPattern: Int64(seed ?? configuration.seed)))
        let estimator = ImportanceLogLikelihood(
            model: model.model, store: model.store, sampleCount: sampleCount, stream: stream.child("logLikelihood"),
            threadCount: work.threadCount)
        let estimates = try estimator.estimate(dataset, shouldStop: work.shouldStop, report: work.reportRows)
        return LogLikelihoods(
            standardised: estimates.map(\.logDensity), dataset: dataset, schema: schema, atoms: model.model.atoms)
    }

    /// Everything that is known of the missing cells of a table, with the diagnostics of each row, in the encoding of the model.
    ///
    /// - Throws: As `impute`.
    public func imputations(
        of table: Table, _ request: ImputationRequest, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> Imputations {
        let blueprint = try blueprint(for: request, by: sampler, seed: seed)
        try schema.check(table).forEach(work.note)
        let imputations = try fitted.complete(table, request: request, context: work.context(blueprint))
        let unreliable = imputations.unreliableRows
        if let first = unreliable.first {
            let count = Excerpt.counted(unreliable.count, "row")
            work.note(
                "the imputations of \(count) cannot be relied on, first \(table.place(ofRow: first)); try "
                    + blueprint.sampler.advice)
        }
        return imputations
    }

    /// What decides the imputations of a request.
    ///
    /// - Throws: `LacunaError` for a request out of range, and a sampler that does not fit the model.
    func blueprint(
        for request: ImputationRequest, by sampler: (any Sampler)?, seed: Int?
    ) throws -> Blueprint {
        var configuration = configuration
        configuration.imputation.summary = request.summary
        configuration.imputation.quantiles = request.quantiles
        configuration.imputation.draws = request.drawCount
        if let sampler { configuration.imputation.sampler = Choice(sampler) }
        if let seed { configuration.seed = seed }
        let blueprint = try Blueprint(configuration, catalog: fitted.blueprint.catalog)
        // Another sampler may not fit the model.
        if sampler != nil { _ = try blueprint.model(for: fitted.layout) }
        return blueprint
    }

    private func completed(_ table: Table, by values: [Float]) throws(LacunaError) -> Table {
        try table.replacing(
            CompletedCells(schema: schema, layout: fitted.layout, atoms: model.model.atoms).replacements(
                in: table, values: values))
    }
}
