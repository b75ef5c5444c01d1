import LacunaCore

/// Reads the command line of a program.
///
/// Understood: `--name value`, `--name=value`, `-o value`, `-ovalue`, `-o=value`, several flags in one (`-qh`), `--`
/// before words that are no options, options before and after positionals. A word such as "-3" is a number.
public struct ArgumentParser: Sendable {
    private let program: ProgramDescription

    /// A parser for this program.
    public init(_ program: ProgramDescription) { self.program = program }

    /// Reads the words after the program's name.
    ///
    /// Help and version win over mistakes, so that a user in doubt gets an answer.
    ///
    /// - Throws: `LacunaError` of kind `usage` with all mistakes of the line.
    public func parse(_ words: [String]) throws(LacunaError) -> Invocation {
        // The command is not known yet, so neither are its options: look only up to the first positional.
        let front = ArgumentTokens(words, options: program.options, stoppingAtPositional: true)
        if front.flags.contains("version") && program.version != nil { return .version }
        guard let word = front.positionals.first else {
            if front.flags.contains("help") || words.isEmpty { return .help(.program) }
            throw LacunaError(.usage, front.problems + ["no command given"])
        }
        if word == "help" && program.command("help") == nil { return .help(try topic(front.rest)) }

        let group = program.group(word)
        // A command of a group is named by two words in a row.
        let second = front.rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
        let place = words.count - front.rest.count - 1
        if let command = program.command(word), second.map({ program.command("\(word) \($0)") == nil }) ?? true {
            return try parse(words, removing: place..<place + 1, for: command)
        }
        guard !group.isEmpty else {
            if wantsHelp(front.rest) { return .help(.program) }
            let known = firstWords
            throw LacunaError(
                .usage, front.problems + ["unknown command \"\(word)\"\(Suggestion.phrase(for: word, among: known))"])
        }
        if let second, let command = program.command("\(word) \(second)") {
            return try parse(words, removing: place..<place + 2, for: command)
        }
        if wantsHelp(front.rest) || front.flags.contains("help") { return .help(.group(word)) }
        let known = group.map { String($0.name.dropFirst(word.count + 1)) }
        let advice = second.map { Suggestion.phrase(for: $0, among: known) } ?? ""
        let mistake = second.map { "unknown command \"\(word) \($0)\"" } ?? "incomplete command \"\(word)\""
        let forms = known.map { "\(program.name) \(word) \($0)" }
        throw LacunaError(
            .usage,
            front.problems + [
                "\(mistake); expected \(ValueKind.choice(forms).expectation)\(advice)"
            ])
    }

    private func parse(
        _ words: [String], removing name: Range<Int>, for command: CommandDescription
    ) throws(LacunaError) -> Invocation {
        var words = words
        words.removeSubrange(name)
        let options = command.options + program.options
        let tokens = ArgumentTokens(words, options: options)
        if tokens.flags.contains("help") { return .help(.command(command)) }
        if tokens.flags.contains("version") && program.version != nil { return .version }
        var parsed = ParsedArguments(values: tokens.values, flags: tokens.flags)
        parsed.known = Set(options.map(\.name) + command.arguments.map(\.name))
        var problems = tokens.problems
        for option in options { problems += validate(option, tokens.values[option.name] ?? []) }
        problems += distribute(tokens, over: command, into: &parsed)
        guard problems.isEmpty else { throw LacunaError(.usage, problems) }
        return .run(command, parsed)
    }

    private func validate(_ option: OptionDescription, _ texts: [String]) -> [String] {
        var problems: [String] = []
        if texts.count > 1 && !option.isRepeatable {
            problems.append("--\(option.name) is given \(texts.count) times; give it once")
        }
        for text in texts {
            guard let problem = option.kind.problem(with: text) else { continue }
            problems.append("--\(option.name): \"\(text)\" \(problem)")
        }
        return problems
    }

    private func distribute(
        _ tokens: ArgumentTokens, over command: CommandDescription, into parsed: inout ParsedArguments
    ) -> [String] {
        var problems: [String] = []
        var rest = tokens.positionals[...]
        for argument in command.arguments {
            let taken = rest.prefix(argument.isRepeatable ? rest.count : 1)
            rest = rest.dropFirst(taken.count)
            if taken.isEmpty && !argument.isOptional && tokens.positionalsAreCertain {
                problems.append("\(argument.name) is missing: \(firstLetterLow(argument.help))")
            }
            for text in taken where text.isEmpty { problems.append("\(argument.name) is empty") }
            parsed.positionals[argument.name] = Array(taken)
        }
        if tokens.positionalsAreCertain {
            for word in rest { problems.append("unexpected argument \"\(word)\"") }
        }
        return problems
    }

    private func topic(_ words: [String]) throws(LacunaError) -> HelpTopic {
        let names = words.filter { !$0.hasPrefix("-") }
        if names.isEmpty { return .program }
        let name = names.joined(separator: " ")
        if let command = program.command(name) { return .command(command) }
        if names.count == 1, !program.group(name).isEmpty { return .group(name) }
        let known = program.commands.map(\.name)
        throw LacunaError(.usage, "unknown command \"\(name)\"\(Suggestion.phrase(for: name, among: known))")
    }

    private func wantsHelp(_ words: [String]) -> Bool {
        words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    private var firstWords: [String] {
        program.commands.map { String($0.name.prefix { $0 != " " }) } + ["help"]
    }

    private func firstLetterLow(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
}
