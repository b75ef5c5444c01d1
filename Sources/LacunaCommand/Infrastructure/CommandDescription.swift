/// What a command takes: the data that parsing, validation and help share.
public struct CommandDescription: Sendable {
    /// One word, or two for a command of a group ("config check").
    public let name: String
    /// One line.
    public let summary: String
    /// Paragraphs shown in the command's own help.
    public let discussion: [String]
    /// What stands on the command line without an option name, in order; only the last may be repeatable.
    public let arguments: [ArgumentDescription]
    /// Options and flags, in the order of the help.
    public let options: [OptionDescription]
    /// Command lines with a remark, for the help.
    public let examples: [String]

    /// Describes a command.
    public init(
        name: String, summary: String, discussion: [String] = [], arguments: [ArgumentDescription] = [],
        options: [OptionDescription] = [], examples: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
    }
}

/// A value that stands on the command line without an option name.
public struct ArgumentDescription: Sendable {
    /// As the help writes it: "DATA.csv".
    public let name: String
    /// One or more sentences without the last full stop.
    public let help: String
    /// Whether it may be left out.
    public let isOptional: Bool
    /// Whether it takes all values that are left.
    public let isRepeatable: Bool

    /// Describes a positional argument.
    public init(_ name: String, help: String, isOptional: Bool = false, isRepeatable: Bool = false) {
        self.name = name
        self.help = help
        self.isOptional = isOptional
        self.isRepeatable = isRepeatable
    }
}

/// An option with a value, or a flag without one.
public struct OptionDescription: Sendable {
    /// Without dashes: "output".
    public let name: String
    /// A letter for `-o`.
    public let short: Character?
    /// As the help writes the value: "OUT.csv"; `nil` for a flag.
    public let valueName: String?
    /// What the value has to be.
    public let kind: ValueKind
    /// One or more sentences without the last full stop.
    public let help: String
    /// Whether it may be given more than once.
    public let isRepeatable: Bool

    /// Describes an option with a value.
    public static func option(
        _ name: String, short: Character? = nil, value: String, _ kind: ValueKind = .text, help: String,
        isRepeatable: Bool = false
    ) -> OptionDescription {
        OptionDescription(
            name: name, short: short, valueName: value, kind: kind, help: help, isRepeatable: isRepeatable)
    }

    /// Describes a flag; giving it twice is the same as once.
    public static func flag(_ name: String, short: Character? = nil, help: String) -> OptionDescription {
        OptionDescription(name: name, short: short, valueName: nil, kind: .text, help: help, isRepeatable: true)
    }

    /// Whether it takes no value.
    public var isFlag: Bool { valueName == nil }
}

/// The program: its commands and what all of them take.
public struct ProgramDescription: Sendable {
    /// As it is called: "lacuna".
    public let name: String
    /// One line.
    public let summary: String
    /// The commands, in the order of the help.
    public let commands: [CommandDescription]
    /// Options of the program, taken before the command's name and after it. `--help` is always there; `--version`
    /// is there for a program with a version.
    public let options: [OptionDescription]
    /// What `--version` prints after the name; `nil` for none.
    public let version: String?

    /// Describes a program.
    public init(
        name: String, summary: String, version: String? = nil, options: [OptionDescription] = [],
        commands: [CommandDescription]
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.commands = commands
        let help = OptionDescription.flag("help", short: "h", help: "Show this help")
        let versionFlag = OptionDescription.flag("version", help: "Show the version")
        self.options = options + (version == nil ? [help] : [versionFlag, help])
    }

    /// The command of this name, if there is one.
    public func command(_ name: String) -> CommandDescription? { commands.first { $0.name == name } }

    /// The commands of a group: those whose first word this is, out of two.
    public func group(_ word: String) -> [CommandDescription] { commands.filter { $0.name.hasPrefix(word + " ") } }
}
