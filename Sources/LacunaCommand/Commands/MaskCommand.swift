import LacunaCore

/// `lacuna mask`: removes cells from a table, to see what methods make of it.
struct MaskCommand: Command {
    static let description = CommandDescription(
        name: "mask", summary: "Remove cells from a table, as evaluate does.",
        discussion: [
            "Cells that go are left empty (or hold the first of data.missingTokens); all others stay byte for byte. The "
                + "mask of a seed is that of the first repeat of lacuna evaluate.",
            "A mask is NAME, NAME:VALUE or JSON5 with a type, such as '{ type: \"selfMasking\", rate: 0.3, columns: "
                + "[\"income\"] }'; lacuna components maskGenerator lists all.",
        ],
        arguments: [ArgumentDescription("DATA.csv", help: "A table")],
        options: [
            .option("mask", value: "MASK", help: "What removes cells, such as mcar:0.5"),
            .option(
                "output", short: "o", value: "OUT.csv",
                help: "Where the incomplete table goes (default: DATA.masked.csv)"),
            ConfigurationArguments.configOption, ConfigurationArguments.setOption,
            ConfigurationArguments.ignoreOption, ConfigurationArguments.seedOption, WorkArguments.quietFlag,
        ],
        examples: ["lacuna mask survey.csv --mask mcar:0.5 --seed 3 --output survey.half.csv"])

    private let input: String
    private let mask: String
    private let output: String
    private let configuration: ConfigurationArguments
    private let isQuiet: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        input = arguments.requiredArgument("DATA.csv")
        guard let mask = arguments.string("mask") else {
            throw LacunaError(.usage, "--mask is missing: say what removes cells, such as --mask mcar:0.5")
        }
        self.mask = mask
        if let path = arguments.string("output") {
            output = path
        } else {
            output = try OutputPaths.besides(input, word: "masked")
        }
        configuration = ConfigurationArguments(arguments, taking: ["config", "set", "ignore", "seed"])
        isQuiet = arguments.flag("quiet")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let options = try configuration.read(in: &environment)
        let generator = try environment.catalog.maskGenerator(from: mask)
        try OutputPaths(file: output).check(
            reading: [(path: input, what: "table")]
                + (configuration.path.map { [(path: $0, what: "configuration")] } ?? []))
        let table = try Table.read(path: input, options: options.data.csv)
        let (schema, notes) = try Schema.infer(from: table, declared: configuration.declaredKinds(options, in: table))
        let progress = ProgressLine(environment.console, isQuiet: isQuiet)
        for note in notes { progress.note(note) }
        let layout = FeatureLayout(schema)
        let dataset = try Dataset(table: table, schema: schema, layout: layout)
        let evaluation = Evaluation(
            dataset: dataset, mask: generator, stream: RandomStream(seed: UInt64(bitPattern: Int64(options.seed))),
            schema: schema)
        let kept = try evaluation.keptCells(repeat: 1)
        let columns = schema.columns.map { table.columnIndex(of: $0.name) }
        var places = [Int?](repeating: nil, count: table.columnCount)
        for (place, entry) in layout.entries.enumerated() {
            if let column = columns[entry.columnIndex] { places[column] = place }
        }
        guard let empty = options.data.missingTokens.first else {
            throw LacunaError(
                .configuration,
                "data.missingTokens is empty, so that a removed cell could not be told from text; name at least one token"
            )
        }
        var removed = 0
        let bytes = table.bytes { row, column in
            guard let place = places[column], !table.isMissing(row: row, column: column),
                !kept[row * layout.entries.count + place]
            else { return nil }
            removed += 1
            return empty
        }
        try AtomicFile.replace(path: output) { writer throws(LacunaError) in try writer.write(bytes) }
        guard !isQuiet else { return }
        let there = table.columnNames.indices.filter { places[$0] != nil }.reduce(0) { count, column in
            count + (0..<table.rowCount).count { !table.isMissing(row: $0, column: column) }
        }
        let cells = "\(removed) of \(Phrase.counted(there, "cell"))"
        environment.console.report(DisplayText.printable("\(cells) removed; written to \(output)"))
    }
}
