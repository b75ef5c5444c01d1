import LacunaCore

/// `lacuna pool`: combines the analyses of several imputed tables.
struct PoolCommand: Command {
    static let description = CommandDescription(
        name: "pool", summary: "Combine the analyses of several imputed tables by Rubin's rules.",
        discussion: [
            "ANALYSES.csv has a row for each term of each imputed table, with the columns estimate, standard error (or "
                + "std.error, se), imputation (or .imp) and term; others are disregarded. The tables themselves come from "
                + "lacuna impute --draws m.",
            "For each term the mean of the estimates is printed, with its standard error, interval, degrees of freedom of "
                + "Barnard and Rubin (df), p-value of the hypothesis that it is 0, and the fraction of missing "
                + "information (fmi).",
            "Say by --complete-df how many degrees of freedom one analysis would have if no cell were missing (rows minus "
                + "coefficients of a regression); without it the sample counts as large, and intervals of small ones are "
                + "too narrow.",
        ],
        arguments: [ArgumentDescription("ANALYSES.csv", help: "Estimates and standard errors, a row a term and table")],
        options: [
            .option(
                "complete-df", value: "n", .number(1...Double.greatestFiniteMagnitude),
                help: "Degrees of freedom of an analysis without missing cells (default: infinite)"),
            .option(
                "level", value: "p", .number(0.01...0.999999), help: "The confidence of intervals (default: 0.95)"),
            .option(
                "output", short: "o", value: "OUT.csv", help: "Write a table of all figures instead of printing one"),
            ConfigurationArguments.configOption, ConfigurationArguments.setOption, WorkArguments.quietFlag,
            WorkArguments.jsonFlag,
        ],
        examples: [
            "lacuna pool analyses.csv --complete-df 341", "lacuna pool analyses.csv --level 0.9 --output pooled.csv",
        ])

    private let input: String
    private let output: String?
    private let completeDegreesOfFreedom: Double
    private let level: Double
    private let configuration: ConfigurationArguments
    private let isQuiet: Bool
    private let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        input = arguments.requiredArgument("ANALYSES.csv")
        output = arguments.string("output")
        completeDegreesOfFreedom = arguments.double("complete-df") ?? .infinity
        level = arguments.double("level") ?? 0.95
        configuration = ConfigurationArguments(arguments, taking: ["config", "set"])
        isQuiet = arguments.flag("quiet")
        isJSON = arguments.flag("json")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let options = try configuration.read(in: &environment)
        if let output {
            var files = [(path: input, what: "input")]
            if let path = configuration.path { files.append((path, "configuration")) }
            try OutputPaths(file: output).check(reading: files)
        }
        let table = try Table.read(path: input, options: options.data.csv)
        let analyses = try ImputedAnalyses(table)
        let progress = ProgressLine(environment.console, isQuiet: isQuiet || isJSON)
        for note in analyses.notes { progress.note(note) }
        let rules = analyses.pooled(completeDataDegreesOfFreedom: completeDegreesOfFreedom)
        let report = PoolReport(
            input: input, imputationCount: analyses.imputationCount,
            completeDegreesOfFreedom: completeDegreesOfFreedom, level: level,
            terms: zip(analyses.terms, rules).map { ($0.name, $1) }, options: table.options)
        if let output {
            let csv = try report.csv()
            try AtomicFile.replace(path: output) { (writer) throws(LacunaError) in try writer.write(csv) }
        }
        if isJSON {
            try environment.console.print(report.json.indentedText())
        } else if output == nil {
            try environment.console.write(report.text)
        }
        if let output, !isQuiet, !isJSON {
            environment.console.report(DisplayText.printable("\(report.title); written to \(output)"))
        }
    }
}
