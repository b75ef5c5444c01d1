/// What a command line asks for.
public enum Invocation: Sendable {
    /// Help on the program, a group of commands ("config") or one command.
    case help(HelpTopic)
    /// The version.
    case version
    /// A command with its values; those of the program's options are among them.
    case run(CommandDescription, ParsedArguments)
}

/// What help is asked about.
public enum HelpTopic: Sendable {
    /// The program and all commands.
    case program
    /// The commands of a group, by its word.
    case group(String)
    /// One command.
    case command(CommandDescription)
}
