import LacunaCore

/// `lacuna describe`: what a table holds and what it lacks.
struct DescribeCommand: Command {
    static let description = CommandDescription(
        name: "describe", summary: "Show what a table holds and what it lacks.",
        discussion: ["Columns are read as impute would read them; notes say what could be decided otherwise."],
        arguments: [ArgumentDescription("DATA.csv", help: "The table")],
        options: [
            ConfigurationArguments.configOption, ConfigurationArguments.setOption,
            ConfigurationArguments.ignoreOption, WorkArguments.jsonFlag,
        ],
        examples: ["lacuna describe survey.csv", "lacuna describe survey.csv --ignore id --json"])

    private let input: String
    private let configuration: ConfigurationArguments
    private let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        input = arguments.requiredArgument("DATA.csv")
        configuration = ConfigurationArguments(arguments, taking: ["config", "set", "ignore"])
        isJSON = arguments.flag("json")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let options = try configuration.read(in: &environment)
        let table = try Table.read(path: input, options: options.data.csv)
        let (schema, notes) = try Schema.infer(
            from: table, declared: configuration.declaredKinds(options, in: table))
        let summary = try TableSummary(table: table, schema: schema)
        if isJSON {
            try environment.console.print(SummaryText.json(summary, notes: notes).indentedText())
            return
        }
        var lines = summary.lines
        if !notes.isEmpty { lines += [""] + notes.map { "note: " + DisplayText.printable($0) } }
        try environment.console.write(lines.map { $0 + "\n" }.joined())
    }
}
