extension LatentVariableModel {
    /// Learns from rows of numbers.
    ///
    /// Everything that is left out is as the configuration says.
    ///
    /// - Parameters:
    ///   - rows: The rows, all of one length; `nil` and NaN are missing.
    ///   - columns: The names of the columns; `x1`, `x2` and so on where they are left out.
    ///   - kinds: What columns are, by name; continuous where nothing else is said.
    ///   - bound: What training maximises.
    ///   - training: How the model is fitted.
    ///   - sampler: What completes rows by the fitted model; another one can be chosen there.
    ///   - precision: The width of the numbers.
    ///   - seed: The seed of all randomness: the same seed gives the same bits, on any number of threads.
    ///   - work: Threads, reports and interruption.
    /// - Throws: `LacunaError` for rows that cannot be used, parts that do not fit together, and interruption;
    ///   `UnfinishedModel` where training fails with a state that is worth keeping.
    public func fit(
        _ rows: [[Double?]], columns: [String]? = nil, kinds: [String: ColumnKind] = [:],
        maximising bound: (any Bound)? = nil, training: TrainingOptions? = nil, sampler: (any Sampler)? = nil,
        precision: Precision? = nil, seed: Int? = nil, work: WorkControl = WorkControl()
    ) throws -> FittedLatentVariableModel {
        let table = try Table(rows: rows, columnNames: columns)
        var declared = configuration.data.columns.merging(kinds) { _, given in given }
        for name in table.columnNames where declared[name] == nil { declared[name] = .continuous }
        return try fit(
            table, kinds: declared, maximising: bound, training: training, sampler: sampler, precision: precision,
            seed: seed, work: work)
    }

    /// Learns from a table.
    ///
    /// Everything that is left out is as the configuration says.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - kinds: What columns are, by name; found out where nothing is said.
    ///   - bound: What training maximises.
    ///   - training: How the model is fitted.
    ///   - sampler: What completes rows by the fitted model; another one can be chosen there.
    ///   - precision: The width of the numbers.
    ///   - seed: The seed of all randomness: the same seed gives the same bits, on any number of threads.
    ///   - work: Threads, reports and interruption.
    /// - Throws: `LacunaError` for a table that cannot be used, parts that do not fit together, and interruption;
    ///   `UnfinishedModel` where training fails with a state that is worth keeping.
    public func fit(
        _ table: Table, kinds: [String: ColumnKind] = [:], maximising bound: (any Bound)? = nil,
        training: TrainingOptions? = nil, sampler: (any Sampler)? = nil, precision: Precision? = nil, seed: Int? = nil,
        work: WorkControl = WorkControl()
    ) throws -> FittedLatentVariableModel {
        var configuration = configuration
        configuration.data.columns.merge(kinds) { _, given in given }
        if let bound { configuration.bound = Choice(bound) }
        if let training { configuration.training = training }
        if let sampler { configuration.imputation.sampler = Choice(sampler) }
        if let precision { configuration.precision = precision }
        if let seed { configuration.seed = seed }
        let blueprint = try Blueprint(configuration, catalog: catalog)
        let (schema, notes) = try Schema.infer(from: table, declared: blueprint.configuration.data.columns)
        notes.forEach(work.note)
        do {
            let fitted = try FittedTable.fit(table, schema: schema, context: work.context(blueprint))
            return try FittedLatentVariableModel(fitted)
        } catch let unfinished as UnfinishedFit {
            let state = FittedTable(blueprint: blueprint, schema: schema, imputer: unfinished.imputer)
            throw UnfinishedModel(problem: unfinished.problem, model: try FittedLatentVariableModel(state))
        }
    }
}
