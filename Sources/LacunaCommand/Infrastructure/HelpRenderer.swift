/// Writes the help of a program from its description.
public struct HelpRenderer: Sendable {
    private let program: ProgramDescription
    private let width: Int

    /// A renderer for lines of at most `width` columns; fewer than 40 are not used.
    public init(_ program: ProgramDescription, width: Int = 80) {
        self.program = program
        self.width = max(40, width)
    }

    /// The help on a topic, with a line break at the end.
    public func render(_ topic: HelpTopic) -> String {
        let sections =
            switch topic {
            case .program: programSections(program.commands)
            case .group(let word): programSections(program.group(word))
            case .command(let command): commandSections(command)
            }
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func programSections(_ commands: [CommandDescription]) -> [[String]] {
        let rows = commands.map { (term: $0.name, help: $0.summary) }
        return [
            DisplayText.wrapped(program.summary, to: width),
            ["Usage: \(program.name) COMMAND [OPTIONS]"],
            table("Commands:", rows),
            table("Options:", optionRows(program.options)),
            DisplayText.wrapped("\(program.name) help COMMAND tells more about a command.", to: width),
        ]
    }

    private func commandSections(_ command: CommandDescription) -> [[String]] {
        [
            DisplayText.wrapped(command.summary, to: width),
            usage(command),
        ] + command.discussion.map { DisplayText.wrapped($0, to: width) } + [
            table("Arguments:", command.arguments.map { ($0.name, $0.help) }),
            table("Options:", optionRows(command.options + program.options)),
            command.examples.isEmpty ? [] : ["Examples:"] + command.examples.map { "  " + $0 },
        ]
    }

    /// The command line with all it may hold, an option and its value never parted by a line break.
    private func usage(_ command: CommandDescription) -> [String] {
        let arguments = command.arguments.map { argument in
            (argument.isOptional ? "[\(argument.name)]" : argument.name) + (argument.isRepeatable ? "…" : "")
        }
        let options = command.options.map { option in
            guard let value = option.valueName else { return "[--\(option.name)]" }
            return "[--\(option.name) \(value)]" + (option.isRepeatable ? "…" : "")
        }
        let start = "Usage: \(program.name) \(command.name)"
        return DisplayText.wrapped([start] + arguments + options, to: width, hanging: 9 + program.name.count)
    }

    private func optionRows(_ options: [OptionDescription]) -> [(term: String, help: String)] {
        let anyShort = options.contains { $0.short != nil }
        return options.map { option in
            let short = option.short.map { "-\($0), " } ?? (anyShort ? "    " : "")
            let value = option.valueName.map { " \($0)" } ?? ""
            return (
                short + "--" + option.name + value,
                option.help + (option.isRepeatable && !option.isFlag ? " (repeatable)" : "")
            )
        }
    }

    /// Terms in one column and their help in another; a long term has its help on the next line.
    private func table(_ title: String, _ rows: [(term: String, help: String)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let widest = rows.map { DisplayText.width($0.term) }.filter { $0 <= width * 2 / 5 }.max() ?? 8
        let column = 2 + widest + 2
        var lines = [title]
        for row in rows {
            var help = DisplayText.wrapped(row.help, to: width - column)
            if DisplayText.width(row.term) <= widest, !help.isEmpty {
                lines.append(DisplayText.padded("  " + row.term, to: column) + help.removeFirst())
            } else {
                lines.append("  " + row.term)
            }
            lines += help.map { String(repeating: " ", count: column) + $0 }
        }
        return lines
    }
}
