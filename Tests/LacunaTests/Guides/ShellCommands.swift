/// The commands of a block of shell lines, as far as guides need them: words, quotes, comments, pipes and redirections.
struct ShellCommands {
    /// A command with the line, from 0, on which it begins.
    struct Command: Equatable {
        var line: Int
        var words: [String]
    }

    private(set) var commands: [Command] = []
    private var words: [String] = []
    private var word: String?
    private var line = 0
    private var start = 0

    /// Reads the lines of a block; a backslash at the end of one joins it with the next.
    init(_ lines: [Substring]) {
        for (index, text) in lines.enumerated() {
            line = index
            if words.isEmpty, word == nil { start = index }
            if text.hasSuffix("\\") {
                read(text.dropLast())
                endWord()
            } else {
                read(text)
                endCommand()
            }
        }
        endCommand()
    }

    private mutating func read(_ text: Substring) {
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + "\(character)" }
                continue
            }
            switch character {
            case "'", "\"":
                quote = character
                word = word ?? ""
            case "#" where word == nil: return
            case " ": endWord()
            case "|", "&", ";": endCommand()
            default: word = (word ?? "") + "\(character)"
            }
        }
    }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }

    private mutating func endCommand() {
        endWord()
        // What goes to a file is no word of the command's.
        var kept: [String] = [], isPath = false
        for word in words {
            if isPath {
                isPath = false
            } else if [">", ">>", "<", "2>"].contains(word) {
                isPath = true
            } else if !word.hasPrefix(">"), !word.hasPrefix("2>") {
                kept.append(word)
            }
        }
        if kept.first == "do" || kept.first == "then" { kept.removeFirst() }
        if !kept.isEmpty { commands.append(Command(line: start, words: kept)) }
        words = []
        start = line
    }

    /// The words after the program of a command that runs `lacuna`, or a program that is lacuna with own parts in it; `nil`
    /// for other commands. Variables of the shell are the number 1.
    static func arguments(ofLacuna words: [String]) -> [String]? {
        var words = words[...]
        while let first = words.first, first.contains("="), !first.hasPrefix("-") { words = words.dropFirst() }
        if words.prefix(2) == ["swift", "run"] {
            words = words.dropFirst(2)
            while let option = words.first, option.hasPrefix("-") {
                words = words.dropFirst(option == "-c" || option == "--package-path" ? 2 : 1)
            }
        }
        guard let program = words.first, program == "lacuna" || program.hasSuffix("-lacuna") else { return nil }
        return words.dropFirst().map { $0.replacing(/\$\{?[A-Za-z_]+\}?/, with: "1") }
    }
}
