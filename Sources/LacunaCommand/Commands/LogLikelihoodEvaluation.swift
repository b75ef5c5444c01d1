import LacunaCore

/// `lacuna evaluate --log-likelihood`: how probable the rows of a table are under a fitted model.
struct LogLikelihoodEvaluation: Sendable {
    static let discussion = [
        "With --log-likelihood no cell is removed and nothing is compared: the mean of log p(x) over the rows of TEST.csv "
            + "under the model of --model is estimated, in nats per row, in standardised units and in those of the file. "
            + "Missing cells are integrated out, and the factor p(s | x) of a missingness model is left out.",
        "The estimate is importance-weighted, with draws from the encoder: a lower bound in expectation that rises with "
            + "--samples. --refit-encoder first fits the encoder, and nothing else, to the test rows, by the bound and "
            + "the training section of the model with no rows held out, whose keys --set changes. --grid integrates over "
            + "a grid of latents besides, for models with 1 or 2 of them; no posterior plays a part in it.",
    ]

    static let options: [OptionDescription] = [
        .option("log-likelihood", value: "TEST.csv", help: "The rows whose log-likelihood is estimated"),
        .option("model", value: "MODEL", help: "The fitted model for --log-likelihood"),
        .option(
            "samples", value: "I", .integer(1...10_000_000),
            help: "Draws a row for --log-likelihood (default: \(defaultSampleCount))"),
        .flag("refit-encoder", help: "Fit the encoder to the test rows before --log-likelihood"),
        .flag("grid", help: "Integrate over a grid of latents as well, [−10, 10] in each, for --log-likelihood"),
        .option(
            "grid-points", value: "n", .integer(GridLogLikelihood.sidePointCounts),
            help: "Points a side of --grid (default: \(defaultGridPoints))"),
    ]

    private static let defaultSampleCount = 5_000
    private static let defaultGridPoints = 500

    private let test: String
    private let model: String
    private let sampleCount: Int
    private let refitsEncoder: Bool
    /// Points a side, where a grid is wanted.
    private let gridPoints: Int?
    private let overrides: [String]
    private let work: WorkArguments
    private let isJSON: Bool

    /// The options of the log-likelihood that were given, but for the one that asks for it.
    static func given(_ arguments: ParsedArguments) -> [String] {
        options.filter { $0.name != "log-likelihood" }.filter {
            $0.isFlag ? arguments.flag($0.name) : arguments.string($0.name) != nil
        }.map(\.name)
    }

    /// Reads the arguments, or is `nil` where no log-likelihood is asked for.
    ///
    /// - Throws: `LacunaError` of kind `usage` with everything that contradicts it.
    init?(_ arguments: ParsedArguments) throws(LacunaError) {
        guard let test = arguments.string("log-likelihood") else { return nil }
        let problems = Self.problems(arguments)
        guard problems.isEmpty else { throw LacunaError(.usage, problems) }
        self.test = test
        model = arguments.string("model") ?? ""
        sampleCount = arguments.integer("samples") ?? Self.defaultSampleCount
        refitsEncoder = arguments.flag("refit-encoder")
        gridPoints = arguments.flag("grid") ? arguments.integer("grid-points") ?? Self.defaultGridPoints : nil
        let configuration = ConfigurationArguments(arguments, taking: ["set", "seed"])
        // Before the others, so that the user's word goes before it.
        overrides = (refitsEncoder ? ["training.heldOutShare=0"] : []) + configuration.overrides
        work = WorkArguments(arguments)
        isJSON = arguments.flag("json")
    }

    private static func problems(_ arguments: ParsedArguments) -> [String] {
        var problems: [String] = []
        if let data = arguments.argument("DATA.csv") {
            problems.append(
                "\(data) and --log-likelihood both name a table; leave \(data) out, the test rows are those of the option"
            )
        }
        if arguments.string("model") == nil {
            problems.append(
                "--model is missing: say which fitted model gives the log-likelihood, as train or impute --save store it"
            )
        }
        let others = [
            ("mask", "takes the rows as they are"), ("methods", "knows the one fitted model of --model"),
            ("repeats", "is estimated once"), ("draws", "takes its draws by --samples"),
            ("config", "takes the configuration of the model file"),
            ("ignore", "takes the columns of the model file"),
        ]
        for (name, reason) in others where arguments.string(name) != nil {
            problems.append("--\(name) cannot be given with --log-likelihood, which \(reason); leave it out")
        }
        if arguments.string("grid-points") != nil, !arguments.flag("grid") {
            problems.append("--grid-points needs --grid; add it, or leave the points out")
        }
        for (path, _) in arguments.assignments("set") {
            func isBelow(_ keys: String...) -> Bool {
                keys.contains { path == $0 || path.hasPrefix($0 + ".") || path.hasPrefix($0 + "[") }
            }
            if isBelow("seed", "data.delimiter", "data.missingTokens") { continue }
            if !isBelow("training", "bound") {
                problems.append(
                    "--set \(path) cannot be given with --log-likelihood, whose model is fitted already; only keys of "
                        + "seed, data.delimiter, data.missingTokens and, with --refit-encoder, training and bound can "
                        + "be set")
            } else if !arguments.flag("refit-encoder") {
                problems.append(
                    "--set \(path) has no effect without --refit-encoder; add it, or leave the setting out")
            }
        }
        return problems
    }

    // MARK: Work

    func run(in environment: CommandEnvironment) throws {
        let saved = try ModelFile.read(path: model, catalog: environment.catalog, overrides: overrides)
        let table = try Table.read(path: test, options: saved.blueprint.configuration.data.csv)
        let (fitted, grid, notes) = try check(saved, table)
        let dataset = try Dataset(table: table, schema: saved.schema, layout: saved.layout)
        let progress = ProgressLine(environment.console, isQuiet: work.isQuiet || isJSON)
        defer { progress.clear() }
        for note in notes { progress.note(note) }
        let shouldStop: @Sendable () -> Bool = { [interruption = environment.interruption] in
            interruption.requested != nil
        }
        func measured(_ logDensities: [Double]) -> LogLikelihoods {
            LogLikelihoods(
                standardised: logDensities, dataset: dataset, schema: saved.schema, atoms: fitted.model.atoms)
        }

        // The grid first: it can refuse the prior, before longer work.
        let integral = try grid.map { grid in
            let result = try grid.integrate(
                dataset, shouldStop: shouldStop, report: WorkProgress.rows(progress, doing: "grid", noun: "tile"))
            return LogLikelihoodReport.Grid(measured(result.logDensities), result, grid)
        }
        let (store, record) = try refitted(fitted, saved.blueprint, dataset, shouldStop, progress)
        let estimator = ImportanceLogLikelihood(
            model: fitted.model, store: store, sampleCount: sampleCount,
            stream: stream(saved.blueprint).child("logLikelihood"), threadCount: work.threadCount)
        let estimates = try estimator.estimate(
            dataset, shouldStop: shouldStop, report: WorkProgress.rows(progress, doing: "importance weighting"))
        progress.clear()
        let report = LogLikelihoodReport(
            dataset: test, model: model, rowCount: table.rowCount, method: saved.blueprint.configuration.method.name,
            sampleCount: estimator.sampleCount, importanceWeighted: measured(estimates.map(\.logDensity)),
            effectiveSampleSizes: estimates.map(\.effectiveSampleSize),
            grid: integral, refit: record, boundSubject: try BoundSubject(saved.blueprint))
        for warning in report.warnings { progress.warning(warning) }
        try environment.console.write(isJSON ? report.json.indentedText() + "\n" : report.text)
    }

    /// Checks before any work that the model has a likelihood, a grid can be had and the table has the model's columns.
    private func check(
        _ saved: FittedTable, _ table: Table
    ) throws -> (fitted: FittedModel, grid: GridLogLikelihood?, notes: [String]) {
        guard let fitted = saved.imputer as? FittedModel else {
            throw LacunaError(
                .configuration,
                "\(model) was fitted by \(saved.blueprint.configuration.method.name), which gives rows no likelihood; name "
                    + "the file of a latent variable model")
        }
        var grid: GridLogLikelihood?
        var notes: [String] = []
        var problems: [LacunaError] = []
        do throws(LacunaError) {
            grid = try gridPoints.map { points throws(LacunaError) in
                try GridLogLikelihood(
                    model: fitted.model, store: fitted.store, sidePointCount: points, threadCount: work.threadCount)
            }
        } catch {
            problems.append(error)
        }
        if refitsEncoder {
            do throws(LacunaError) { try EncoderRefit.check(fitted.model) } catch { problems.append(error) }
        }
        do throws(LacunaError) { notes = try saved.schema.check(table) } catch { problems.append(error) }
        if let first = problems.first { throw LacunaError(first.kind, problems.flatMap(\.problems)) }
        return (fitted, grid, notes)
    }

    private func stream(_ blueprint: Blueprint) -> RandomStream { ImputerContext(blueprint: blueprint).stream }

    /// The parameters to evaluate by: those of the model, with another encoder where that is wanted.
    private func refitted(
        _ fitted: FittedModel, _ blueprint: Blueprint, _ dataset: Dataset, _ shouldStop: @Sendable () -> Bool,
        _ progress: ProgressLine
    ) throws -> (store: ParameterStore, record: TrainingRecord?) {
        guard refitsEncoder else { return (fitted.store, nil) }
        let refit = EncoderRefit(
            model: fitted.model, bound: blueprint.configuration.bound, options: blueprint.configuration.training,
            stream: stream(blueprint).child("refit"), threadCount: work.threadCount)
        do {
            return try refit.refit(
                fitted.store, to: dataset, shouldStop: shouldStop,
                report: WorkProgress.training(progress, title: "refitting the encoder: "))
        } catch let error as LacunaError where error.kind == .work {
            throw LacunaError(.work, error.problems.map { "refitting the encoder: \($0)" })
        }
    }
}
