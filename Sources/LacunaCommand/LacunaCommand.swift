import Foundation
import Lacuna
import LacunaCore

/// The command line as a library, so that a program with plug-ins of its own is one line.
///
/// ```swift
/// LacunaCommand.main(plugins: [MyPlugin.self])
/// ```
public enum LacunaCommand {
    /// The version of the program.
    public static let version = PackageVersion.current

    /// Runs the program with the arguments of the process, and ends the process.
    ///
    /// - Parameter plugins: Parts beside those that come with the package.
    public static func main(plugins: [any Plugin.Type] = []) -> Never {
        let interruption = Interruption.install()
        let console = Console.standard()
        let status: Int32
        do {
            var catalog = try Catalog.bundled()
            for plugin in plugins { try catalog.add(plugin) }
            status = run(
                arguments: Array(CommandLine.arguments.dropFirst()), console: console, interruption: interruption,
                catalog: catalog)
        } catch {
            status = report(error, to: console, interruption: interruption)
        }
        exit(status)
    }

    /// Runs one command line.
    ///
    /// - Parameters:
    ///   - arguments: The words after the program's name.
    ///   - console: Where results and messages go.
    ///   - interruption: The wish to end early.
    ///   - catalog: The parts that configurations can name.
    /// - Returns: The exit status; see `ExitStatus`.
    public static func run(
        arguments: [String], console: Console, interruption: Interruption = Interruption(), catalog: Catalog
    ) -> Int32 {
        let program = CommandList.program
        do {
            switch try ArgumentParser(program).parse(arguments) {
            case .help(let topic):
                try console.write(HelpRenderer(program, width: min(console.output.width, 100)).render(topic))
            case .version:
                try console.print("\(program.name) \(version)")
            case .run(let description, let parsed):
                guard let type = CommandList.commands.first(where: { $0.description.name == description.name }) else {
                    return ExitStatus.success
                }
                if InstructionSet.overrideFailed {
                    console.report(
                        "warning: LACUNA_INSTRUCTION_SET names a set that this processor does not have; "
                            + "\(InstructionSet.current) is used")
                }
                let command = try type.init(parsed)
                let catalog = try catalog.adding(pluginLibraries: parsed.strings(CommandList.pluginOption.name))
                try command.run(
                    in: CommandEnvironment(catalog: catalog, console: console, interruption: interruption))
            }
            return ExitStatus.success
        } catch {
            return report(error, to: console, interruption: interruption)
        }
    }

    private static func report(_ error: any Error, to console: Console, interruption: Interruption) -> Int32 {
        let sentence = sentence(for: error)
        console.report(sentence)
        return ExitStatus.status(of: sentence, interruption: interruption)
    }

    private static func sentence(for error: any Error) -> LacunaError {
        switch error {
        case let error as LacunaError: error
        case let error as UnfinishedFit: error.problem
        case let error as TapeError:
            LacunaError(
                .configuration, error.problems.map { "the parts of the configuration do not fit together: \($0)" })
        default: LacunaError(.work, "\(error)")
        }
    }
}
