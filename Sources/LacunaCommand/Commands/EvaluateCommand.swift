import LacunaCore

/// `lacuna evaluate`: removes cells from a table and measures how well methods restore them; or, by another set of
/// options, measures how probable rows are under a fitted model (`LogLikelihoodEvaluation`).
struct EvaluateCommand: Command {
    static let description = CommandDescription(
        name: "evaluate",
        summary: "Remove cells and measure how well methods restore them, or measure the log-likelihood of rows.",
        discussion: [
            "Each repeat removes cells by the mask, the same ones for every method, fits each method to what is left "
                + "and compares its imputations with the cells that were removed. Errors are in standard deviations "
                + "of each column. The bound is in nats per row; that of a method whose missingness model is not "
                + "ignorable is joint, of rows and patterns, and cannot be compared with the others.",
            "A mask is NAME, NAME:VALUE or JSON5 with a type: mcar:0.5 removes half of the cells; file:mask.csv reads "
                + "what to remove, and file:mask{repeat}.csv reads a file for each repeat. lacuna components "
                + "maskGenerator lists all.",
            "The masks are drawn from the seed and the number of the repeat; the methods of a repeat have the seed plus its number minus 1.",
        ] + CalibrationReport.discussion + LogLikelihoodEvaluation.discussion,
        arguments: [
            ArgumentDescription(
                "DATA.csv", help: "A table; cells that are missing already are left out", isOptional: true)
        ],
        options: [
            .option("mask", value: "MASK", help: "What removes cells, such as mcar:0.5"),
            .option("methods", value: "a,b,c", .list, help: "Methods (default: miwae, mvae and columnMean)"),
            .option("repeats", value: "n", .integer(1...1000), help: "Repeats (default: 5)"),
            .option(
                "draws", value: "m", .integer(0...10_000),
                help: "Measure the calibration of m draws, at least 2 (default: 0, none)"),
            ConfigurationArguments.configOption, ConfigurationArguments.setOption,
            ConfigurationArguments.ignoreOption, ConfigurationArguments.seedOption, WorkArguments.threadsOption,
            WorkArguments.quietFlag, WorkArguments.jsonFlag,
        ] + LogLikelihoodEvaluation.options,
        examples: [
            "lacuna evaluate survey.csv --mask mcar:0.3 --repeats 3",
            "lacuna evaluate survey.csv --mask mcar:0.5 --methods miwae,columnMean --json",
            "lacuna evaluate survey.csv --mask mcar:0.3 --repeats 100 --draws 20",
            "lacuna evaluate --log-likelihood test.csv --model survey.safetensors --refit-encoder",
        ])

    private let input: String
    private let mask: String
    private let methods: [String]
    private let repeatCount: Int
    /// Draws by which calibration is measured; 0 where it is not.
    private let drawCount: Int
    private let configuration: ConfigurationArguments
    private let work: WorkArguments
    private let isJSON: Bool
    /// What is done instead of comparing methods, where it is asked for.
    private let logLikelihood: LogLikelihoodEvaluation?

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        logLikelihood = try LogLikelihoodEvaluation(arguments)
        input = arguments.argument("DATA.csv") ?? ""
        mask = arguments.string("mask") ?? ""
        if logLikelihood == nil { try Self.check(arguments) }
        methods = arguments.list("methods") ?? ["miwae", "mvae", "columnMean"]
        repeatCount = arguments.integer("repeats") ?? 5
        drawCount = arguments.integer("draws") ?? 0
        configuration = ConfigurationArguments(arguments, taking: ["config", "set", "ignore", "seed"])
        work = WorkArguments(arguments)
        isJSON = arguments.flag("json")
    }

    /// What comparing methods needs, and what belongs to the log-likelihood alone.
    private static func check(_ arguments: ParsedArguments) throws(LacunaError) {
        var problems: [String] = []
        if arguments.argument("DATA.csv") == nil {
            problems.append("DATA.csv is missing: a table from which cells are removed")
        }
        if arguments.string("mask") == nil {
            problems.append("--mask is missing: say what removes cells, such as --mask mcar:0.5")
        }
        if arguments.integer("draws") == 1 {
            problems.append("--draws: \"1\" has no spread to measure; expected a whole number from 2, or 0 for none")
        }
        for name in LogLikelihoodEvaluation.given(arguments) {
            problems.append("--\(name) belongs to --log-likelihood TEST.csv; name the test rows by it, or leave it out")
        }
        guard problems.isEmpty else { throw LacunaError(.usage, problems) }
    }

    func run(in environment: CommandEnvironment) throws {
        if let logLikelihood { return try logLikelihood.run(in: environment) }
        var environment = environment
        let configurations = try readConfigurations(in: &environment)
        let generator = try environment.catalog.maskGenerator(from: mask)
        let base = try configurations.first ?? Configuration.read(catalog: environment.catalog)
        let table = try Table.read(path: input, options: base.data.csv)
        let (schema, notes) = try Schema.infer(
            from: table, declared: configuration.declaredKinds(base, in: table))
        let layout = FeatureLayout(schema)
        guard layout.featureCount > 0 else {
            throw LacunaError(.data, "\(table.name): no column can be learnt from, so that nothing can be measured")
        }
        guard drawCount == 0 || layout.entries.contains(where: { $0.kind == .continuous }) else {
            throw LacunaError(
                .data,
                "\(table.name): no column is continuous, so that --draws has no interval to measure; leave --draws out")
        }
        let evaluation = Evaluation(
            dataset: try Dataset(table: table, schema: schema, layout: layout), mask: generator,
            stream: RandomStream(seed: UInt64(bitPattern: Int64(base.seed))), schema: schema)
        let progress = ProgressLine(environment.console, isQuiet: work.isQuiet || isJSON)
        defer { progress.clear() }
        for note in notes { progress.note(note) }

        var kept = try evaluation.keptCells(repeat: 1)
        try check(configurations, by: evaluation, kept, environment.catalog)
        var scores = configurations.map { MethodScores(method: $0.method.name) }
        for number in 1...repeatCount {
            if number > 1 { kept = try evaluation.keptCells(repeat: number) }
            for (index, configuration) in configurations.enumerated() {
                let start = ContinuousClock.now
                let result = try evaluation.run(
                    kept: kept, drawCount: drawCount,
                    context: try context(configuration, repeat: number, progress, environment))
                scores[index].add(result, seconds: (ContinuousClock.now - start) / .seconds(1))
                try environment.interruption.check()
            }
        }
        progress.clear()
        let report = EvaluationReport(
            dataset: input, mask: mask, rowCount: table.rowCount, columnCount: table.columnCount,
            repeatCount: repeatCount,
            calibration: drawCount > 0 ? CalibrationReport(drawCount: drawCount) : nil, results: scores.map(\.result),
            boundSubjects: try configurations.map { try BoundSubject(Blueprint($0, catalog: environment.catalog)) })
        try environment.console.write(isJSON ? report.json.indentedText() + "\n" : report.text)
    }

    /// The configuration of each method; a method that is named twice is run once.
    private func readConfigurations(
        in environment: inout CommandEnvironment
    ) throws(LacunaError) -> [Configuration] {
        var problems: [String] = []
        var configurations: [Configuration] = []
        for method in methods {
            do throws(LacunaError) {
                var read = try configuration.read(in: &environment, method: method)
                // What is asked of the sampler here, so that a blueprint tells whether it can give as many.
                read.imputation.draws = drawCount
                if !configurations.contains(where: { $0.method.name == read.method.name }) {
                    configurations.append(read)
                }
            } catch {
                for problem in error.problems where !problems.contains(problem) { problems.append(problem) }
            }
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        return configurations
    }

    /// Checks before any method is fitted that each of them can be; what several have in common is told once.
    private func check(
        _ configurations: [Configuration], by evaluation: Evaluation, _ kept: [Bool], _ catalog: Catalog
    ) throws {
        var problems: [(text: String, methods: [String])] = []
        for configuration in configurations {
            do {
                try evaluation.check(Blueprint(configuration, catalog: catalog), kept: kept)
            } catch let error as LacunaError {
                for problem in error.problems {
                    let place = problems.firstIndex { $0.text == problem } ?? problems.count
                    if place == problems.count { problems.append((problem, [])) }
                    problems[place].methods.append(configuration.method.name)
                }
            }
        }
        guard problems.isEmpty else {
            throw LacunaError(
                .configuration, problems.map { "\($0.methods.joined(separator: ", ")): \($0.text)" })
        }
    }

    private func context(
        _ configuration: Configuration, repeat number: Int, _ progress: ProgressLine, _ environment: CommandEnvironment
    ) throws -> ImputerContext {
        var configuration = configuration
        configuration.seed = configuration.seed &+ (number - 1)
        let title = "\(configuration.method.name), repeat \(number) of \(repeatCount): "
        return ImputerContext(
            blueprint: try Blueprint(configuration, catalog: environment.catalog), threadCount: work.threadCount,
            shouldStop: { [interruption = environment.interruption] in interruption.requested != nil },
            // The same in every repeat.
            note: { [name = configuration.method.name] in if number == 1 { progress.note("\(name): \($0)") } },
            reportTraining: WorkProgress.training(progress, title: title),
            reportRows: WorkProgress.rows(progress, title: title))
    }
}
