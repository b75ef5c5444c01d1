import LacunaCore

/// `lacuna components`: the parts that configurations can name.
struct ComponentsCommand: Command {
    static let description = CommandDescription(
        name: "components", summary: "List the parts that configurations can name.",
        arguments: [
            ArgumentDescription("FAMILY", help: "Show the parts of one family, such as sampler", isOptional: true),
            ArgumentDescription("NAME", help: "Show one part with its keys and whom to cite", isOptional: true),
        ],
        options: [WorkArguments.jsonFlag],
        examples: ["lacuna components", "lacuna components method", "lacuna components optimizer adam"])

    private let family: String?
    private let name: String?
    private let isJSON: Bool

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        family = arguments.argument("FAMILY")
        name = arguments.argument("NAME")
        isJSON = arguments.flag("json")
    }

    func run(in environment: CommandEnvironment) throws {
        let catalog = environment.catalog
        let families = try family.map { [try catalog.family(named: $0)] } ?? catalog.families
        if let name, let family = families.first {
            let component = try catalog.component(named: name, in: family)
            let text = ComponentText.text(component, family: family)
            try environment.console.write(
                isJSON ? ComponentText.json(component, family: family).indentedText() + "\n" : text)
            return
        }
        let shelves = families.map { (family: $0, components: catalog.components(in: $0)) }
        if isJSON {
            let list = shelves.map { ComponentText.json($0.family, $0.components) }
            let object: JSONText = ["families": .array(list)]
            try environment.console.print(object.indentedText())
        } else {
            try environment.console.write(
                shelves.map { ComponentText.text($0.family, $0.components) }.joined(separator: "\n"))
        }
    }
}
