import LacunaCore

/// The options that make a configuration: a file, a method, single keys, ignored columns, the seed.
struct ConfigurationArguments: Sendable {
    /// The configuration file, if any.
    var path: String?
    /// The method named on the command line, if any.
    var method: String?
    /// Texts `path=value`.
    var overrides: [String] = []
    /// Columns to be ignored.
    var ignored: [String] = []

    static let configOption = OptionDescription.option(
        "config", short: "c", value: "CONFIG", help: "A configuration (JSON5); without one, defaults are used")
    static let methodOption = OptionDescription.option(
        "method", short: "m", value: "METHOD", help: "The method; lacuna components method lists them")
    static let setOption = OptionDescription.option(
        "set", value: "path=value", .assignment,
        help: "Set a key of the configuration, such as training.steps=500", isRepeatable: true)
    static let ignoreOption = OptionDescription.option(
        "ignore", value: "COLUMN,…", .list, help: "Leave columns as they are and out of the model", isRepeatable: true)
    static let seedOption = OptionDescription.option(
        "seed", value: "n", .count, help: "The seed of all random numbers (default: 1)")

    init() {}

    /// Takes the options of these names from a command line that has them.
    ///
    /// - Parameter positional: The positional argument that names the configuration, where it is no option.
    init(_ arguments: ParsedArguments, taking names: Set<String>, path positional: String? = nil) {
        if let positional { path = arguments.argument(positional) }
        if names.contains("config") { path = arguments.string("config") }
        if names.contains("method") { method = arguments.string("method") }
        if names.contains("set") { overrides = arguments.strings("set") }
        if names.contains("ignore") { ignored = arguments.list("ignore") ?? [] }
        // After the others, so that the option goes before a key set by path.
        if names.contains("seed"), let seed = arguments.integer("seed") { overrides.append("seed=\(seed)") }
    }

    /// The configuration.
    ///
    /// - Parameters:
    ///   - environment: Knows the parts; its catalog gains those of the libraries that the configuration lists.
    ///   - method: A method in place of the one that was named.
    /// - Throws: `LacunaError` with every mistake found.
    func read(
        in environment: inout CommandEnvironment, method: String? = nil
    ) throws(LacunaError) -> Configuration {
        var text: String?
        if let path {
            let bytes = try FileContents.read(path: path)
            text = String(validating: bytes, as: UTF8.self)
            if text == nil { throw LacunaError(.configuration, "\(path) is not UTF-8 text; save it as UTF-8") }
        }
        return try Configuration.read(
            text: text, file: path ?? "configuration", method: method ?? self.method, overrides: overrides,
            extending: &environment.catalog, folder: folder)
    }

    /// The folder of the configuration file, to which paths in it are relative; `nil` for the working folder.
    private var folder: String? {
        guard let path, let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Where the table of the configuration is: `data.path`, relative to the folder of the configuration file.
    func dataPath(_ configuration: Configuration) -> String? {
        guard let data = configuration.data.path else { return nil }
        guard !data.hasPrefix("/"), let folder else { return data }
        return (folder == "/" ? "" : folder) + "/" + data
    }

    /// Kinds of columns that the user states: those of the configuration and the ignored ones.
    ///
    /// - Throws: `LacunaError` of kind `data` where the table lacks an ignored column.
    func declaredKinds(
        _ configuration: Configuration, in table: Table
    ) throws(LacunaError) -> [String: ColumnKind] {
        var problems: [String] = []
        var kinds = configuration.data.columns
        for name in ignored {
            if table.columnIndex(of: name) == nil {
                problems.append(
                    "--ignore: \(table.name) has no column \(JSONText.string(name).text())"
                        + Suggestion.phrase(for: name, among: table.columnNames))
            }
            kinds[name] = .ignore
        }
        guard problems.isEmpty else { throw LacunaError(.data, problems) }
        return kinds
    }
}
