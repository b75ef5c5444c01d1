import LacunaCore

/// `lacuna train`: fits a model and stores it.
struct TrainCommand: Command {
    static let description = CommandDescription(
        name: "train", summary: "Fit a model to the table that a configuration names.",
        discussion: [
            "The table is data.path of the configuration, relative to the configuration's folder. The model is one "
                + "safetensors file; lacuna impute --model completes tables by it.",
            "Where a signal ends it midway, and every training.checkpointInterval steps if the configuration says so, all "
                + "that is needed to go on is kept in MODEL.checkpoint; --resume goes on from there, and on the same instruction "
                + "set the model comes out the same to the byte. The file is removed once the model of that run is saved. A "
                + "run of several fits (training.restarts) saves the best of those finished as MODEL instead.",
            "Keys that cannot change the fit may differ on going on: imputation, data.path and "
                + "training.checkpointInterval.",
        ],
        arguments: [ArgumentDescription("CONFIG", help: "The configuration (JSON5)")],
        options: [
            .option(
                "output", short: "o", value: "MODEL",
                help: "Where the model goes (default: CONFIG with the extension safetensors)"),
            .flag("resume", help: "Go on from MODEL.checkpoint, with the same configuration and table"),
            ConfigurationArguments.setOption, ConfigurationArguments.seedOption, WorkArguments.threadsOption,
            WorkArguments.quietFlag,
        ],
        examples: [
            "lacuna train survey.json5", "lacuna train survey.json5 --resume",
            "lacuna train survey.json5 --set training.steps=500 --output trial.safetensors",
        ])

    private let configurationPath: String
    private let output: String
    private let isResuming: Bool
    private let configuration: ConfigurationArguments
    private let work: WorkArguments

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        configurationPath = arguments.requiredArgument("CONFIG")
        output =
            arguments.string("output") ?? OutputPaths.replacingExtension(of: configurationPath, by: "safetensors")
        isResuming = arguments.flag("resume")
        configuration = ConfigurationArguments(arguments, taking: ["set", "seed"], path: "CONFIG")
        work = WorkArguments(arguments)
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let start = ContinuousClock.now
        let blueprint = try Blueprint(configuration.read(in: &environment), catalog: environment.catalog)
        let options = blueprint.configuration
        guard let path = configuration.dataPath(options) else {
            throw LacunaError(
                .configuration, "\(configurationPath): data.path is missing; set it to the table that is learnt from")
        }
        let reading = [(path: path, what: "table"), (path: configurationPath, what: "configuration")]
        let checkpoint = KeptCheckpoint(besides: output)
        try OutputPaths(file: output).check(
            reading: reading, further: checkpoint.map { [(option: "the checkpoint", path: $0.path)] } ?? [])

        let table = try Table.read(path: path, options: options.data.csv)
        let (schema, notes) = try Schema.infer(from: table, declared: options.data.columns)
        let progress = ProgressLine(environment.console, isQuiet: work.isQuiet)
        defer { progress.clear() }
        for note in notes { progress.note(note) }
        var context = ImputerContext(
            blueprint: blueprint, threadCount: work.threadCount,
            shouldStop: { [interruption = environment.interruption] in interruption.requested != nil },
            note: { [progress] in progress.note($0) }, reportTraining: WorkProgress.training(progress))
        try prepareCheckpoint(checkpoint, &context, schema)
        let fitted = try fit(table, schema, context, checkpoint)
        try ModelFile.write(fitted, path: output)
        checkpoint?.removeOwn()
        progress.clear()
        let missingness = MissingnessText(
            fitted.imputer.record, schema: schema, model: blueprint.missingness)
        for warning in missingness.warnings { progress.warning(warning) }
        guard !work.isQuiet else { return }
        if let record = fitted.imputer.record {
            environment.console.report(
                TrainingText.line(method: options.method.name, record, of: try BoundSubject(blueprint)))
            let lines = TrainingText.fitLines(record) + TrainingText.diagnosticLines(record) + missingness.lines
            for line in lines { environment.console.report(DisplayText.printable(line)) }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let size = "\(Phrase.counted(table.rowCount, "row")), \(Phrase.counted(table.columnCount, "column"))"
        environment.console.report(
            DisplayText.printable(
                "\(path): \(size) learnt from in \(DurationText.text(seconds: seconds)); model saved in \(output)"))
    }

    /// Says where checkpoints of the run go, and goes on from one where that is wished.
    private func prepareCheckpoint(
        _ checkpoint: KeptCheckpoint?, _ context: inout ImputerContext, _ schema: Schema
    ) throws {
        guard let checkpoint else {
            guard !isResuming else {
                throw LacunaError(
                    .usage, "\(output) is no file that a checkpoint could lie beside; name the model: --output MODEL")
            }
            return
        }
        if isResuming {
            context.resuming = try checkpoint.resume(blueprint: context.blueprint, schema: schema)
        } else if checkpoint.isThere {
            context.note(
                "\(checkpoint.path) holds an interrupted run; without --resume training begins anew, and leaves it there "
                    + "unless it keeps a checkpoint itself")
        }
        context.saveCheckpoint = { [blueprint = context.blueprint] in
            try checkpoint.save($0, blueprint: blueprint, schema: schema)
        }
    }

    private func fit(
        _ table: Table, _ schema: Schema, _ context: ImputerContext, _ checkpoint: KeptCheckpoint?
    ) throws -> FittedTable {
        do {
            return try FittedTable.fit(table, schema: schema, context: context)
        } catch let unfinished as UnfinishedFit {
            let problem = try unfinished.keeping(in: output, blueprint: context.blueprint, schema: schema)
            // Going on from it would end the same.
            checkpoint?.removeOwn()
            throw problem
        } catch let error as LacunaError {
            guard error.kind == .interrupted, let checkpoint, checkpoint.isOwn else { throw error }
            let state = checkpoint.hasFailed ? "an earlier state" : "the state"
            throw LacunaError(
                .interrupted,
                error.problems.map { "\($0); \(state) is kept in \(checkpoint.path), go on with --resume" })
        }
    }
}
