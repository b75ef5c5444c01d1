import LacunaCommand
import LacunaCore

/// A program with all kinds of options, for the tests of parser and help.
let exampleProgram = ProgramDescription(
    name: "lacuna", summary: "Fill in missing values.", version: "1.2.3",
    options: [
        .option("plugin", value: "LIBRARY", help: "Load parts from a library", isRepeatable: true),
        .flag("quiet", short: "q", help: "Show warnings only"),
    ],
    commands: [
        CommandDescription(
            name: "impute", summary: "Complete a table.",
            discussion: ["Observed cells come back as they are; only missing cells are filled in."],
            arguments: [ArgumentDescription("DATA.csv", help: "The table to complete")],
            options: [
                .option("output", short: "o", value: "OUT.csv", help: "Where the completed table goes"),
                .option(
                    "set", value: "path=value", .assignment, help: "Set a configuration key, whatever the file says",
                    isRepeatable: true),
                .option("seed", value: "n", .count, help: "The seed of all random numbers"),
                .option("rate", value: "r", .number(0...1), help: "A rate"),
                .option("summary", value: "S", .choice(["mean", "median", "mode"]), help: "What a cell gets"),
                .option("methods", value: "a,b", .list, help: "Methods"),
                .flag("json", help: "Print one JSON object"),
            ],
            examples: ["lacuna impute survey.csv --output full.csv"]),
        CommandDescription(
            name: "join", summary: "Join tables.",
            arguments: [
                ArgumentDescription("FIRST", help: "The first table"),
                ArgumentDescription("MORE", help: "More tables", isOptional: true, isRepeatable: true),
            ]),
        CommandDescription(
            name: "config check", summary: "Check a configuration.",
            arguments: [ArgumentDescription("CONFIG", help: "The configuration")]),
        CommandDescription(name: "config show", summary: "Show everything effective."),
    ])

/// What a command line asks for, in one line.
func outcome(_ line: String) -> String {
    do throws(LacunaError) {
        switch try ArgumentParser(exampleProgram).parse(line.split(separator: " ").map(String.init)) {
        case .version: return "version"
        case .help(.program): return "help"
        case .help(.group(let word)): return "help group \(word)"
        case .help(.command(let command)): return "help \(command.name)"
        case .run(let command, let arguments):
            var parts = ["run \(command.name)"]
            for argument in command.arguments { parts += arguments.arguments(argument.name) }
            for option in command.options + exampleProgram.options {
                if option.isFlag {
                    if arguments.flag(option.name) { parts.append("--\(option.name)") }
                } else {
                    parts += arguments.strings(option.name).map { "\(option.name)=\($0)" }
                }
            }
            return parts.joined(separator: " ")
        }
    } catch {
        return error.kind == .usage ? error.problems.joined(separator: " | ") : "wrong kind \(error.kind)"
    }
}
