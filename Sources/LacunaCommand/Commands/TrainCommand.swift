import LacunaCore

/// `lacuna train`: fits a model and stores it.
struct TrainCommand: Command {
    static let description = CommandDescription(
        name: "train", summary: "Fit a model to the table that a configuration names.",
        discussion: [
            "The table is data.path of the configuration, relative to the configuration's folder. The model is one "
                + "safetensors file; lacuna impute --model completes tables by it."
        ],
        arguments: [ArgumentDescription("CONFIG", help: "The configuration (JSON5)")],
        options: [
            .option(
                "output", short: "o", value: "MODEL",
                help: "Where the model goes (default: CONFIG with the extension safetensors)"),
            ConfigurationArguments.setOption, ConfigurationArguments.seedOption, WorkArguments.threadsOption,
            WorkArguments.quietFlag,
        ],
        examples: [
            "lacuna train survey.json5",
            "lacuna train survey.json5 --set training.steps=500 --output trial.safetensors",
        ])

    private let configurationPath: String
    private let output: String
    private let configuration: ConfigurationArguments
    private let work: WorkArguments

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        configurationPath = arguments.requiredArgument("CONFIG")
        output =
            arguments.string("output") ?? OutputPaths.replacingExtension(of: configurationPath, by: "safetensors")
        configuration = ConfigurationArguments(arguments, taking: ["set", "seed"], path: "CONFIG")
        work = WorkArguments(arguments)
    }

    func run(in environment: CommandEnvironment) throws {
        let start = ContinuousClock.now
        let blueprint = try Blueprint(
            configuration.read(catalog: environment.catalog), catalog: environment.catalog)
        let options = blueprint.configuration
        guard let path = configuration.dataPath(options) else {
            throw LacunaError(
                .configuration, "\(configurationPath): data.path is missing; set it to the table that is learnt from")
        }
        let reading = [(path: path, what: "table"), (path: configurationPath, what: "configuration")]
        try OutputPaths(file: output).check(reading: reading)

        let table = try Table.read(path: path, options: options.data.csv)
        let (schema, notes) = try Schema.infer(from: table, declared: options.data.columns)
        let progress = ProgressLine(environment.console, isQuiet: work.isQuiet)
        defer { progress.clear() }
        for note in notes { progress.note(note) }
        let fitted = try fit(table, schema, blueprint, progress, environment)
        try ModelFile.write(fitted, path: output)
        progress.clear()
        guard !work.isQuiet else { return }
        if let record = fitted.imputer.record {
            environment.console.report(TrainingText.line(method: options.method.name, record))
            for line in TrainingText.diagnosticLines(record) { environment.console.report(line) }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let size = "\(Phrase.counted(table.rowCount, "row")), \(Phrase.counted(table.columnCount, "column"))"
        environment.console.report(
            DisplayText.printable(
                "\(path): \(size) learnt from in \(DurationText.text(seconds: seconds)); model saved in \(output)"))
    }

    private func fit(
        _ table: Table, _ schema: Schema, _ blueprint: Blueprint, _ progress: ProgressLine,
        _ environment: CommandEnvironment
    ) throws -> FittedTable {
        let context = ImputerContext(
            blueprint: blueprint, threadCount: work.threadCount,
            shouldStop: { [interruption = environment.interruption] in interruption.requested != nil },
            note: { [progress] in progress.note($0) }, reportTraining: WorkProgress.training(progress))
        do {
            return try FittedTable.fit(table, schema: schema, context: context)
        } catch let unfinished as UnfinishedFit {
            throw try unfinished.keeping(in: output, blueprint: blueprint, schema: schema)
        }
    }
}
