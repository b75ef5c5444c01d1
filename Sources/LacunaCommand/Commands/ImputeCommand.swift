import LacunaCore

/// `lacuna impute`: completes a table.
struct ImputeCommand: Command {
    static let description = CommandDescription(
        name: "impute", summary: "Complete a table.",
        discussion: [
            "Fits a model to the observed cells and fills in the missing ones. Observed cells come back byte for byte, "
                + "and the input is never overwritten.",
            "With --draws the completed table is not written; OUT.1.csv to OUT.m.csv hold the draws instead, each "
                + "completed at random from what the model thinks possible. Quantiles (imputation.quantiles) are "
                + "written besides, as OUT.q0.05.csv.",
            "With --long the draws are one table, OUT.csv, one below the other: the column .imp says which draw (from 1), "
                + ".id which row of DATA.csv (from 1). Analyse each draw by itself, and combine the results with lacuna "
                + "pool.",
            "With --responsibilities a further table has a line a row: the probability of each cluster of the prior "
                + "(gaussianMixture, say), and the most probable one.",
            "With --shift imputed cells are moved from where the model puts them, in every table, to show how conclusions "
                + "change where cells are missing because of what they hold. A binary column moves in log-odds of its "
                + "second category, and as few of its draws change as can. Other columns stay as they were imputed "
                + "(unlike NARFCS, which imputes them from moved cells), and so does a model that is saved.",
            "With --model nothing is learnt: the table is completed by what train or --save stored, and sd of a shift is "
                + "that of the table they had.",
        ],
        arguments: [ArgumentDescription("DATA.csv", help: "The table to complete")],
        options: [
            ConfigurationArguments.configOption, ConfigurationArguments.methodOption, ConfigurationArguments.setOption,
            ConfigurationArguments.ignoreOption,
            .option(
                "output", short: "o", value: "OUT.csv",
                help: "Where the completed table goes (default: DATA.imputed.csv beside DATA.csv)"),
            .option("draws", value: "m", .integer(0...10_000), help: "Write m tables completed at random"),
            .flag("long", help: "Write the draws as one table, with the columns .imp and .id before the others"),
            ShiftArguments.shiftOption,
            .option(
                "responsibilities", value: "FILE.csv",
                help: "Write to which cluster each row belongs, for priors that have clusters"),
            .option("save", value: "MODEL", help: "Keep what was learnt in a file"),
            .option("model", value: "MODEL", help: "Complete by what was learnt before"),
            ConfigurationArguments.seedOption, WorkArguments.threadsOption, WorkArguments.quietFlag,
            WorkArguments.jsonFlag,
        ],
        examples: [
            "lacuna impute survey.csv", "lacuna impute survey.csv --method miwae --draws 20 --output full.csv",
            "lacuna impute survey.csv --draws 20 --long --output long.csv",
            "lacuna impute survey.csv --draws 20 --shift salary=-5000 --shift smokes=0.7",
            "lacuna impute survey.csv --set model.prior=gaussianMixture --responsibilities clusters.csv",
            "lacuna impute survey.csv --save survey.safetensors",
            "lacuna impute later.csv --model survey.safetensors",
        ])

    private let input: String
    private let output: String
    private let isLong: Bool
    private let shifts: ShiftArguments
    private let responsibilities: String?
    private let save: String?
    private let model: String?
    private let configuration: ConfigurationArguments
    private let work: WorkArguments
    private let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        input = arguments.requiredArgument("DATA.csv")
        if let output = arguments.string("output") {
            self.output = output
        } else {
            output = try OutputPaths.besides(input)
        }
        isLong = arguments.flag("long")
        shifts = ShiftArguments(arguments)
        responsibilities = arguments.string("responsibilities")
        save = arguments.string("save")
        model = arguments.string("model")
        var configuration = ConfigurationArguments(arguments, taking: ["config", "method", "set", "ignore", "seed"])
        if let draws = arguments.integer("draws") { configuration.overrides.append("imputation.draws=\(draws)") }
        self.configuration = configuration
        work = WorkArguments(arguments)
        isJSON = arguments.flag("json")
        if model != nil {
            try Self.checkForModel(configuration, isSaving: save != nil, settings: arguments.assignments("set"))
        }
    }

    /// A saved model has its own configuration; only what does not change what was learnt can be set.
    private static func checkForModel(
        _ configuration: ConfigurationArguments, isSaving: Bool, settings: [(path: String, value: String)]
    ) throws(LacunaError) {
        var problems: [String] = []
        func refuse(_ isGiven: Bool, _ option: String) {
            if isGiven {
                problems.append("\(option) cannot be given with --model, which has a configuration of its own")
            }
        }
        refuse(configuration.path != nil, "--config")
        refuse(configuration.method != nil, "--method")
        refuse(!configuration.ignored.isEmpty, "--ignore")
        if isSaving { problems.append("--save has nothing new to save with --model; leave it out") }
        let allowed = ["imputation", "seed", "data.delimiter", "data.missingTokens"]
        for (path, _) in settings
        where !allowed.contains(where: { path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }) {
            problems.append(
                "--set \(path) cannot be given with --model, which is fitted already; only keys of imputation, "
                    + "seed, data.delimiter and data.missingTokens can be set")
        }
        guard problems.isEmpty else { throw LacunaError(.usage, problems) }
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let start = ContinuousClock.now
        let saved = try model.map {
            try ModelFile.read(path: $0, catalog: environment.catalog, overrides: configuration.overrides)
        }
        let blueprint =
            try saved?.blueprint ?? Blueprint(configuration.read(in: &environment), catalog: environment.catalog)
        let options = blueprint.configuration
        if isLong, options.imputation.draws == 0 {
            throw LacunaError(
                .usage, "--long needs draws, of which it makes one table; say how many, such as --draws 20")
        }
        let paths = OutputPaths(output, options: options.imputation, isLong: isLong)
        try paths.check(reading: readFiles, further: furtherFiles)
        if responsibilities != nil { try blueprint.requireClusters() }

        let table = try Table.read(path: input, options: options.data.csv)
        // Before anything is learnt: its names may be taken.
        if isLong { _ = try LongTable(table) }
        let (schema, notes, ignored) = try learnSchema(of: table, saved: saved, options)
        let adjustment = try shifts.adjustment(of: table, schema: schema)
        let progress = ProgressLine(environment.console, isQuiet: work.isQuiet || isJSON)
        defer { progress.clear() }
        let run = ImputationWork(
            table: table, schema: schema,
            dataset: try Dataset(table: table, schema: schema, layout: FeatureLayout(schema)), blueprint: blueprint,
            environment: environment, progress: progress,
            threadCount: work.threadCount, ignored: ignored, adjustment: adjustment)
        try run.check(saved: saved)
        for note in notes + run.notes { progress.note(note) }

        let result = try run.complete(saved: saved, save: save, isClustering: responsibilities != nil)
        try run.write(result.imputations, to: paths)
        if let responsibilities { try run.write(result.responsibilities, to: responsibilities) }
        progress.clear()
        let report = try run.report(
            result, input: input, paths: paths, responsibilities: responsibilities, save: save,
            notes: notes + run.notes, seconds: (ContinuousClock.now - start) / .seconds(1))
        for warning in report.warnings { progress.warning(warning) }
        if isJSON {
            try environment.console.print(report.json.indentedText())
        } else if !work.isQuiet {
            for line in report.lines { environment.console.report(DisplayText.printable(line)) }
        }
    }

    private var readFiles: [(path: String, what: String)] {
        var files = [(path: input, what: "input")]
        if let path = configuration.path { files.append((path, "configuration")) }
        if let model { files.append((model, "model")) }
        return files
    }

    private var furtherFiles: [(option: String, path: String)] {
        [("--save", save), ("--responsibilities", responsibilities)].compactMap { option, path in
            path.map { (option, $0) }
        }
    }

    private func learnSchema(
        of table: Table, saved: FittedTable?, _ options: Configuration
    ) throws(LacunaError) -> (schema: Schema, notes: [String], ignored: Set<String>) {
        if let saved {
            let ignored = saved.schema.columns.filter { $0.kind == .ignore }.map(\.name)
            return (saved.schema, try saved.schema.check(table), Set(ignored))
        }
        let declared = try configuration.declaredKinds(options, in: table)
        let (schema, notes) = try Schema.infer(from: table, declared: declared)
        return (schema, notes, Set(declared.filter { $0.value == .ignore }.keys))
    }
}
