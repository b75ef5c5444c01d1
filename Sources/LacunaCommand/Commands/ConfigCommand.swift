import LacunaCore

/// `lacuna config check`: whether a configuration can be used.
struct ConfigCheckCommand: Command {
    static let description = CommandDescription(
        name: "config check", summary: "Check a configuration.",
        discussion: [
            "Names, keys, types and ranges are checked, and with data.path also whether the table can be read and the "
                + "parts fit it.",
            "Libraries that the configuration lists by its key plugins are loaded, and so their code runs: check and use only "
                + "configurations whose libraries you trust. A model file never loads any.",
        ],
        arguments: [ArgumentDescription("CONFIG", help: "The configuration (JSON5)")],
        options: [ConfigurationArguments.methodOption, ConfigurationArguments.setOption],
        examples: ["lacuna config check survey.json5"])

    private let configuration: ConfigurationArguments

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        configuration = ConfigurationArguments(arguments, taking: ["method", "set"], path: "CONFIG")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let blueprint = try Blueprint(configuration.read(in: &environment), catalog: environment.catalog)
        let options = blueprint.configuration
        var checked = "the configuration"
        if let path = configuration.dataPath(options) {
            let table = try Table.read(path: path, options: options.data.csv)
            let (schema, notes) = try Schema.infer(from: table, declared: options.data.columns)
            for note in notes { environment.console.report("note: " + DisplayText.printable(note)) }
            if blueprint.imputer.usesModel {
                let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
                let model = try blueprint.model(for: dataset)
                try model.initialise(
                    ParameterStore(precision: options.precision), bound: blueprint.bound, from: RandomStream(seed: 0))
            }
            checked += " and its table \(path)"
        }
        try environment.console.print(
            DisplayText.printable(
                "\(configuration.path ?? "the defaults"): \(checked) can be used (method \(options.method.name))"))
    }
}

/// `lacuna config show`: everything effective.
struct ConfigShowCommand: Command {
    static let description = CommandDescription(
        name: "config show", summary: "Show everything that a configuration leaves to defaults, as JSON.",
        arguments: [
            ArgumentDescription(
                "CONFIG", help: "The configuration (JSON5); without one, the defaults", isOptional: true)
        ],
        options: [ConfigurationArguments.methodOption, ConfigurationArguments.setOption],
        examples: ["lacuna config show", "lacuna config show --method mvae > mvae.json5"])

    private let configuration: ConfigurationArguments

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        configuration = ConfigurationArguments(arguments, taking: ["method", "set"], path: "CONFIG")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let options = try configuration.read(in: &environment)
        let effective = try ConfigurationDecoding.effective(options, catalog: environment.catalog)
        try environment.console.print(effective.rendered())
    }
}

/// `lacuna config reference`: every key and every part, as a page.
struct ConfigReferenceCommand: Command {
    static let description = CommandDescription(
        name: "config reference", summary: "Print every key and every part that configurations can have, as Markdown.",
        discussion: ["Parts of plug-ins that are loaded are among them."],
        examples: ["lacuna config reference > reference.md"])

    init(_ arguments: ParsedArguments) throws(LacunaError) {}

    func run(in environment: CommandEnvironment) throws {
        try environment.console.write(ConfigurationReference.text(environment.catalog))
    }
}

/// `lacuna config schema`: what editors check configurations by.
struct ConfigSchemaCommand: Command {
    static let description = CommandDescription(
        name: "config schema", summary: "Print a JSON Schema by which editors complete and check configurations.",
        discussion: [
            "Write it to a file, and name that file in a configuration by the key \"$schema\": "
                + "\"./lacuna.schema.json\", relative to the configuration. Editors that know JSON Schema then complete "
                + "and check the configuration as it is typed; lacuna itself passes the key over.",
            "Or tell the editor which files the schema is for; in Visual Studio Code by the setting "
                + "\"json.schemas\": [{\"fileMatch\": [\"*.lacuna.json\"], \"url\": \"./lacuna.schema.json\"}].",
            "It is of draft 2020-12, and parts of plug-ins that are loaded are in it. Names are in the spelling of "
                + "lacuna components, though a configuration may differ in case.",
        ],
        examples: ["lacuna config schema > lacuna.schema.json"])

    init(_ arguments: ParsedArguments) throws(LacunaError) {}

    func run(in environment: CommandEnvironment) throws {
        try environment.console.print(ConfigurationSchema.json(environment.catalog).indentedText())
    }
}
