import LacunaCore

/// The work of `lacuna impute` on a table that was read: learn, complete, write.
struct ImputationWork: Sendable {
    let table: Table
    let schema: Schema
    /// The table in the layout of the schema.
    let dataset: Dataset
    let blueprint: Blueprint
    let environment: CommandEnvironment
    let progress: ProgressLine
    let threadCount: Int
    /// Columns that are ignored without a note by the inference of the schema.
    let ignored: Set<String>
    /// What is moved after it was imputed; `nil` for nothing.
    let adjustment: DeltaAdjustment?

    /// What completing came to.
    struct Result: Sendable {
        var imputations: Imputations
        var responsibilities: ClusterResponsibilities?
        var record: TrainingRecord?
        /// Whether the model was learnt in this run.
        var isOfThisRun = true
    }

    /// Missing cells of the columns that a test picks.
    private func missingCount(_ isCounted: (Column) -> Bool) -> Int {
        var count = 0
        for column in schema.columns where isCounted(column) {
            guard let position = table.columnIndex(of: column.name) else { continue }
            count += (0..<table.rowCount).count { table.isMissing(row: $0, column: position) }
        }
        return count
    }

    /// What is left missing and why, and what need not be done.
    var notes: [String] {
        var notes: [String] = []
        for column in schema.columns where ignored.contains(column.name) {
            let missing = missingCount { $0.name == column.name }
            if missing > 0 {
                notes.append(
                    "column \(JSONText.string(column.name).text()) is ignored; its \(Phrase.counted(missing, "missing cell")) "
                        + (missing == 1 ? "stays as it is" : "stay as they are"))
            }
        }
        let request = blueprint.configuration.imputation.request
        if !blueprint.imputer.knowsSpread, request.drawCount > 0 || !request.quantiles.isEmpty {
            notes.append(
                "\(type(of: blueprint.imputer).name) knows no spread: all its draws and quantiles are the same table")
        }
        if missingCount({ $0.kind != .ignore }) == 0 {
            notes.append(
                "\(table.name) has no missing cell to impute; \(request.drawCount > 0 ? "every draw" : "the output") equals "
                    + "the input")
        }
        return notes
    }

    /// Finds the parts and keys that do not fit a table of which nothing may have to be learnt, so that learning would not
    /// find them.
    ///
    /// - Parameter saved: What was learnt before, which fits already.
    func check(saved: FittedTable?) throws {
        guard saved == nil, !dataset.hasMissing, blueprint.imputer.usesModel, dataset.layout.featureCount > 0
        else { return }
        _ = try blueprint.model(for: dataset)
    }

    /// Completes the table, and tells the clusters of its rows where that is wanted; where no cell needs a model, nothing
    /// is learnt unless it is to be saved or clusters are wanted.
    func complete(saved: FittedTable?, save: String?, isClustering: Bool) throws -> Result {
        var context = ImputerContext(
            blueprint: blueprint, threadCount: threadCount,
            shouldStop: { [interruption = environment.interruption] in interruption.requested != nil },
            note: { [progress] in progress.note($0) }, reportTraining: WorkProgress.training(progress))
        let request = blueprint.configuration.imputation.request
        if isClustering { try blueprint.requireClusters(of: dataset) }
        guard dataset.hasMissing || save != nil || isClustering else {
            return Result(imputations: Imputations(dataset, request: request))
        }
        let fitted: FittedTable
        if let saved {
            fitted = saved
        } else {
            fitted = try fit(context, save: save)
            if let save { try ModelFile.write(fitted, path: save) }
        }
        context.reportRows = WorkProgress.rows(progress)
        var result = Result(
            imputations: try fitted.complete(table, request: request, context: context), record: fitted.imputer.record,
            isOfThisRun: saved == nil)
        adjustment?.apply(to: &result.imputations, of: dataset, stream: context.stream)
        if isClustering {
            context.reportRows = WorkProgress.rows(progress, doing: "assigning to clusters")
            result.responsibilities = try fitted.responsibilities(of: table, context: context)
        }
        return result
    }

    private func fit(_ context: ImputerContext, save: String?) throws -> FittedTable {
        do {
            return try FittedTable.fit(table, schema: schema, context: context)
        } catch let unfinished as UnfinishedFit {
            throw try unfinished.keeping(in: save, blueprint: blueprint, schema: schema)
        }
    }

    /// Writes all files, each as a whole.
    func write(_ imputations: Imputations, to paths: OutputPaths) throws(LacunaError) {
        try environment.interruption.check()
        let cells = CompletedCells(schema: schema, layout: imputations.layout, atoms: imputations.atoms)
        for (path, content) in paths.files {
            let values: [Float]
            switch content {
            case .summary: values = imputations.summary
            case .quantile(let index): values = imputations.quantiles[index]
            case .draw(let index): values = imputations.draws[index]
            case .allDraws:
                try writeLong(imputations.draws, cells, to: path)
                continue
            }
            let replacement = try cells.replacements(in: table, values: values)
            try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
                try table.write(replacing: replacement) { (bytes) throws(LacunaError) in try writer.write(bytes) }
            }
        }
    }

    /// Writes all draws as one table.
    private func writeLong(_ draws: [[Float]], _ cells: CompletedCells, to path: String) throws(LacunaError) {
        let long = try LongTable(table)
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
            let sink = { (bytes: UnsafeRawBufferPointer) throws(LacunaError) in try writer.write(bytes) }
            try long.writeHeader(to: sink)
            for (index, values) in draws.enumerated() {
                try long.write(
                    completion: index + 1, replacing: try cells.replacements(in: table, values: values), to: sink)
            }
        }
    }

    /// Writes the clusters of the rows as a table with the delimiter of the input.
    func write(_ responsibilities: ClusterResponsibilities?, to path: String) throws(LacunaError) {
        guard let responsibilities else { return }
        try environment.interruption.check()
        let text = ResponsibilityText(responsibilities, options: table.options)
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
            try writer.write(text.header)
            for row in 0..<responsibilities.rowCount { try writer.write(text.line(ofRow: row)) }
        }
    }

    /// What there is to say at the end.
    func report(
        _ result: Result, input: String, paths: OutputPaths, responsibilities: String?, save: String?, notes: [String],
        seconds: Double
    ) throws -> ImputationReport {
        ImputationReport(
            input: input, outputs: paths.files.map(\.path), responsibilities: responsibilities, savedModel: save,
            rowCount: table.rowCount, columnCount: table.columnCount, missingCount: missingCount { _ in true },
            imputedCount: missingCount { $0.kind != .ignore }, adjustment: adjustment,
            tableCount: (result.imputations.draws.isEmpty ? 1 : result.imputations.draws.count)
                + result.imputations.quantiles.count,
            method: blueprint.configuration.method.name, record: result.record,
            boundSubject: try BoundSubject(blueprint),
            missingness: MissingnessText(
                result.record, schema: schema, model: blueprint.missingness, isOfThisRun: result.isOfThisRun),
            sampling: SamplingReport(result.imputations.diagnostics, by: blueprint.sampler),
            unreliableResponsibilities: result.responsibilities?.unreliableRows ?? [], seconds: seconds, notes: notes)
    }
}
