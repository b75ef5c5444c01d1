import LacunaCore

/// `lacuna cite`: whom to cite for a configuration.
struct CiteCommand: Command {
    static let description = CommandDescription(
        name: "cite", summary: "List the publications that a configuration's parts come from.",
        arguments: [
            ArgumentDescription(
                "CONFIG", help: "The configuration (JSON5); without one, the defaults", isOptional: true)
        ],
        options: [
            ConfigurationArguments.methodOption, ConfigurationArguments.setOption,
            .flag("bibtex", help: "Print entries of BibTeX"),
        ],
        examples: ["lacuna cite --method miwae", "lacuna cite survey.json5 --bibtex > survey.bib"])

    private let configuration: ConfigurationArguments
    private let isBibTeX: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        configuration = ConfigurationArguments(arguments, taking: ["method", "set"], path: "CONFIG")
        isBibTeX = arguments.flag("bibtex")
    }

    func run(in environment: CommandEnvironment) throws {
        var environment = environment
        let blueprint = try Blueprint(configuration.read(in: &environment), catalog: environment.catalog)
        var users: [(reference: Reference, names: [String])] = []
        for part in blueprint.parts {
            let type = type(of: part)
            for reference in type.references {
                if let index = users.firstIndex(where: { $0.reference == reference }) {
                    if !users[index].names.contains(type.name) { users[index].names.append(type.name) }
                } else {
                    users.append((reference, [type.name]))
                }
            }
        }
        if users.isEmpty {
            environment.console.report(
                "note: no part of \(configuration.path ?? "the configuration") names a publication")
        }
        let lines = users.map { user in
            isBibTeX ? user.reference.bibTeX : "\(user.reference.text) (\(user.names.joined(separator: ", ")))"
        }
        try environment.console.write(lines.map { $0 + "\n" }.joined())
    }
}
