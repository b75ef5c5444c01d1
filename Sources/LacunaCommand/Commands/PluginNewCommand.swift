import Foundation
import LacunaCore

/// `lacuna plugin new`: a package with a part of its own.
struct PluginNewCommand: Command {
    static let description = CommandDescription(
        name: "plugin new", summary: "Write a package with a part of your own that works at once.",
        discussion: [
            "The folder NAME is a Swift package: the part, what registers it, a program that is lacuna with the part in it, "
                + "and tests that run the conformance kit. Nothing that exists is overwritten.",
            "The part is a small one that keeps its contract (Laplace columns, a bound over groups of draws, independence "
                + "Metropolis–Hastings), to be changed into yours. Lacuna's guides explain it line by line.",
        ],
        arguments: [
            ArgumentDescription(
                "NAME", help: "The name, such as rain-fall; with folders before it, where the package goes")
        ],
        options: [
            .option(
                "family", value: "FAMILY", .choice(PluginTemplate.Family.allCases.map(\.rawValue)),
                help: "What the part is: observationModel (default), bound or sampler"),
            .option(
                "lacuna", value: "FOLDER",
                help: "The sources of Lacuna that the package is built with (default: those of this program)"),
        ],
        examples: ["lacuna plugin new laplace", "lacuna plugin new grouped --family bound"])

    private let folder: String
    private let name: PluginName
    private let family: PluginTemplate.Family
    private let lacuna: String?

    init(_ arguments: ParsedArguments) throws(LacunaError) {
        folder = arguments.requiredArgument("NAME")
        name = try PluginName(URL(filePath: folder).lastPathComponent)
        family = arguments.string("family").flatMap { PluginTemplate.Family(rawValue: $0) } ?? .observationModel
        lacuna = arguments.string("lacuna")
    }

    func run(in environment: CommandEnvironment) throws {
        let template = PluginTemplate(name: name, family: family, lacuna: try LacunaCheckout.folder(named: lacuna))
        let known = environment.catalog.components(in: AnyComponentFamily(family.type))
        // As the catalog compares names.
        let key = name.key.lowercased()
        if let other = known.first(where: { ([$0.name] + $0.aliases).contains { $0.lowercased() == key } }) {
            throw LacunaError(
                .usage,
                """
                NAME: there already is the \(family.words) \(other.name) (\(other.summary)); choose another name, such as \
                my-\(name.hyphenated)
                """)
        }
        try write(template.files)
        try environment.console.write(nextSteps(template))
    }

    /// Writes the files into a folder that did not exist.
    private func write(_ files: [PluginTemplate.File]) throws(LacunaError) {
        guard !NewFiles.isTaken(folder) else {
            throw LacunaError(
                .file, "\(folder) exists already, and nothing is overwritten; choose another name, or remove it")
        }
        var made = NewFiles()
        do throws(LacunaError) {
            for file in files { try made.write(file.text, to: "\(folder)/\(file.path)") }
        } catch {
            made.removeAll()
            throw error
        }
    }

    /// What to type next.
    private func nextSteps(_ template: PluginTemplate) -> String {
        let commands = [
            ("cd \(ShellText.word(folder))", ""),
            ("swift test", "# the conformance kit; the first build takes minutes"),
            ("swift run \(template.program) components \(family.rawValue) \(name.key)", ""),
            ("lacuna plugin build .", "# a library for the lacuna that you have"),
            ("lacuna plugin check lib\(name.module).so", ""),
        ]
        let width = (commands.map { DisplayText.width($0.0) }.max() ?? 0) + 2
        let lines = commands.map { command, remark in
            "  " + (remark.isEmpty ? command : DisplayText.padded(command, to: width) + remark)
        }
        let shown = DisplayText.printable(folder)
        let files = template.files.map { "  \(shown)/\($0.path)" }
        return """
            \(shown) is a package with the \(family.words) \(name.key):
            \(files.joined(separator: "\n"))
            Next:
            \(lines.joined(separator: "\n"))

            """
    }
}
