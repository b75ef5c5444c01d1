extension FittedLatentVariableModel {
    /// Completes rows of numbers.
    ///
    /// - Parameters:
    ///   - rows: Rows of the columns that were fitted, in their order; `nil` and NaN are missing.
    ///   - summary: The single value that completes a cell; `nil`: as the configuration says, the mean unless it says otherwise.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: The rows, observed numbers bit for bit as they were; none for none. Missing cells of ignored columns are NaN.
    /// - Throws: `LacunaError` for rows of other columns or with infinite numbers, columns that hold texts, a sampler that does
    ///   not fit the model, and interruption.
    public func impute(
        _ rows: [[Double?]], summary: ImputationSummary? = nil, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> [[Double]] {
        let request = ImputationRequest(summary: summary ?? configuration.imputation.summary)
        guard !rows.isEmpty else { return try nothing(request, by: sampler, []) }
        let (table, completed) = try prepared(rows)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return completed.completing(rows, by: imputations.summary)
    }

    /// Quantiles of the missing cells, each as completed rows.
    ///
    /// - Parameters:
    ///   - probabilities: Which quantiles, each between 0 and 1; a binary or categorical cell takes its most probable category.
    ///   - rows: Rows of the columns that were fitted, in their order; `nil` and NaN are missing.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: Completed rows for each probability.
    /// - Throws: As `impute`, and `LacunaError` for probabilities out of range.
    public func quantiles(
        _ probabilities: [Double], of rows: [[Double?]], by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> [[[Double]]] {
        let request = ImputationRequest(summary: configuration.imputation.summary, quantiles: probabilities)
        guard !rows.isEmpty else { return try nothing(request, by: sampler, probabilities.map { _ in [] }) }
        let (table, completed) = try prepared(rows)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return imputations.quantiles.map { completed.completing(rows, by: $0) }
    }

    /// Rows completed at random from what the model thinks possible (multiple imputation).
    ///
    /// - Parameters:
    ///   - rows: Rows of the columns that were fitted, in their order; `nil` and NaN are missing.
    ///   - count: How many times all rows are completed.
    ///   - sampler: What draws the missing cells; `nil`: the sampler of the configuration.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: Completed rows, `count` times.
    /// - Throws: As `impute`, and `LacunaError` for more draws than the sampler gives.
    public func draws(
        _ rows: [[Double?]], count: Int, by sampler: (any Sampler)? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> [[[Double]]] {
        let request = ImputationRequest(summary: configuration.imputation.summary, drawCount: count)
        guard !rows.isEmpty else { return try nothing(request, by: sampler, (0..<max(count, 0)).map { _ in [] }) }
        let (table, completed) = try prepared(rows)
        let imputations = try imputations(of: table, request, by: sampler, seed: seed, work: work)
        return imputations.draws.map { completed.completing(rows, by: $0) }
    }

    /// Estimates log p(x_o) of each row, missing cells integrated out, by importance sampling from the posterior.
    ///
    /// - Parameters:
    ///   - rows: Rows of the columns that were fitted, in their order; `nil` and NaN are missing.
    ///   - sampleCount: Draws a row, at least 1: the estimate is a lower bound in expectation that rises with their number.
    ///   - seed: The seed of the draws; `nil`: that of the configuration.
    ///   - work: Threads, reports and interruption.
    /// - Returns: Nats a row, in standardised units and in those of the columns.
    /// - Throws: `LacunaError` for rows of other columns or with infinite numbers, and interruption.
    public func logLikelihoods(
        of rows: [[Double?]], sampleCount: Int = 5_000, seed: Int? = nil, work: WorkControl = WorkControl()
    ) throws -> LogLikelihoods {
        try logLikelihoods(of: prepared(rows).table, sampleCount: sampleCount, seed: seed, work: work)
    }

    /// What comes of a batch without rows, where a request could be met with some.
    private func nothing<Result>(
        _ request: ImputationRequest, by sampler: (any Sampler)?, _ result: @autoclosure () -> Result
    ) throws -> Result {
        _ = try blueprint(for: request, by: sampler, seed: nil)
        return result()
    }

    /// The rows as a table of the fitted columns, and what turns its imputations into rows.
    private func prepared(_ rows: [[Double?]]) throws(LacunaError) -> (table: Table, completed: CompletedRows) {
        (
            try Table(rows: rows, columnNames: schema.columns.map(\.name)),
            try CompletedRows(schema: schema, layout: fitted.layout, atoms: model.model.atoms)
        )
    }
}
