import LacunaCore

/// The words of a command line sorted into options, flags and positionals, with all mistakes of form.
///
/// The first of three steps: form here, values in `ArgumentParser`, text in `HelpRenderer`.
struct ArgumentTokens {
    private(set) var values: [String: [String]] = [:]
    private(set) var flags: Set<String> = []
    private(set) var positionals: [String] = []
    private(set) var problems: [String] = []
    /// An unknown option may or may not have a value after it, so the number of positionals proves nothing.
    private(set) var positionalsAreCertain = true

    private let options: [OptionDescription]

    /// The words behind the first positional, where it stopped there.
    private(set) var rest: [String] = []

    /// Sorts the words; with `stoppingAtPositional` up to the first positional, and `rest` are the others.
    init(_ words: [String], options: [OptionDescription], stoppingAtPositional: Bool = false) {
        self.options = options
        var left = words[...]
        while let word = left.popFirst() {
            if word == "--" {
                let taken = stoppingAtPositional ? left.prefix(1) : left
                positionals += taken
                left = left.dropFirst(taken.count)
                if stoppingAtPositional { break }
            } else if word.hasPrefix("--") {
                long(word, &left)
            } else if word.hasPrefix("-"), word.count > 1, !isNegativeNumber(word) {
                short(word, &left)
            } else {
                positionals.append(word)
                if stoppingAtPositional { break }
            }
        }
        rest = Array(left)
    }

    private mutating func long(_ word: String, _ rest: inout ArraySlice<String>) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let attached = name.count < body.count ? String(body.dropFirst(name.count + 1)) : nil
        if let option = options.first(where: { $0.name == name }) {
            take(option, written: "--\(name)", attached: attached, &rest)
            return
        }
        guard let nearest = Suggestion.nearest(to: name, among: options.map(\.name)) else {
            problems.append("unknown option --\(name)")
            if attached == nil, let next = rest.first, !next.hasPrefix("-") { positionalsAreCertain = false }
            return
        }
        problems.append("unknown option --\(name); did you mean --\(nearest)?")
        let takesValue = options.contains { $0.name == nearest && !$0.isFlag }
        if takesValue, attached == nil, let next = rest.first, !looksLikeOption(next) { rest.removeFirst() }
    }

    /// One letter with a value (`-o out`, `-oout`, `-o=out`), or several flags (`-qh`), the last of which may have one.
    private mutating func short(_ word: String, _ rest: inout ArraySlice<String>) {
        if let option = options.first(where: { $0.name == word.dropFirst().prefix { $0 != "=" } }),
            option.name.count > 1
        {
            // Read as letters it would be a short option with the rest of the name as its value.
            problems.append("unknown option -\(option.name); did you mean --\(option.name)?")
            if !option.isFlag, !word.contains("="), let next = rest.first, !looksLikeOption(next) { rest.removeFirst() }
            return
        }
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else {
                problems.append("unknown option \(longSpelling(word) ?? "-\(letter)")")
                if let next = rest.first, !next.hasPrefix("-") { positionalsAreCertain = false }
                return
            }
            if option.isFlag {
                if letters.first == "=" {
                    take(option, written: "-\(letter)", attached: String(letters.dropFirst()), &rest)
                    return
                }
                flags.insert(option.name)
            } else {
                let attached = letters.first == "=" ? letters.dropFirst() : letters
                take(option, written: "-\(letter)", attached: letters.isEmpty ? nil : String(attached), &rest)
                return
            }
        }
    }

    /// A long name written with one dash (`-output`), with what was meant.
    private func longSpelling(_ word: String) -> String? {
        let name = String(word.dropFirst().prefix { $0 != "=" })
        guard name.count > 2, let nearest = Suggestion.nearest(to: name, among: options.map(\.name)) else { return nil }
        return "-\(name); did you mean --\(nearest)?"
    }

    private mutating func take(
        _ option: OptionDescription, written: String, attached: String?, _ rest: inout ArraySlice<String>
    ) {
        guard let valueName = option.valueName else {
            if let attached { problems.append("\(written) takes no value, but got \"\(attached)\"; write \(written)") }
            flags.insert(option.name)
            return
        }
        if let attached {
            values[option.name, default: []].append(attached)
        } else if let next = rest.first, !looksLikeOption(next) {
            rest.removeFirst()
            values[option.name, default: []].append(next)
        } else {
            problems.append("\(written) needs a value: \(written) \(valueName)" + attachAdvice(option, rest.first))
        }
    }

    /// How to give a value that looks like an option, where the next word is none that is known.
    private func attachAdvice(_ option: OptionDescription, _ next: String?) -> String {
        guard let next, next != "--" else { return "" }
        let isKnown = options.contains { candidate in
            next.hasPrefix("--\(candidate.name)") || candidate.short.map { next.hasPrefix("-\($0)") } ?? false
        }
        return isKnown ? "" : "; for the value \"\(next)\" write --\(option.name)=\(next)"
    }

    /// Whether a word cannot be meant as the value of the option before it.
    private func looksLikeOption(_ word: String) -> Bool {
        word.hasPrefix("-") && word != "-" && !isNegativeNumber(word)
    }

    private func isNegativeNumber(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let second = word.dropFirst().first else { return false }
        return (second.isASCIIDigit || second == ".") && Double(word) != nil
    }
}
