import LacunaCore

/// A command of the program: made of checked arguments, then run.
protocol Command: Sendable {
    /// What it takes and what it does.
    static var description: CommandDescription { get }

    /// Reads the arguments.
    ///
    /// - Throws: `LacunaError` of kind `usage` where they contradict each other.
    init(_ arguments: ParsedArguments) throws(LacunaError)

    /// Does the work and shows its result.
    func run(in environment: CommandEnvironment) throws
}

/// What a command works with beside its arguments.
struct CommandEnvironment: Sendable {
    /// The parts that configurations can name.
    let catalog: Catalog
    /// Where results and messages go.
    let console: Console
    /// The wish to end early.
    let interruption: Interruption
}

/// The commands of the program, in the order of the help.
enum CommandList {
    static let commands: [any Command.Type] = [
        ImputeCommand.self, PoolCommand.self, TrainCommand.self, EvaluateCommand.self, MaskCommand.self,
        DescribeCommand.self, ComponentsCommand.self,
        ConfigCheckCommand.self, ConfigShowCommand.self, CiteCommand.self,
        PluginNewCommand.self,
    ]

    static let program = ProgramDescription(
        name: "lacuna", summary: "Fills in missing values with deep latent variable models.",
        version: LacunaCommand.version, commands: commands.map { $0.description })
}
