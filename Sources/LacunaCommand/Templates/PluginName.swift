import LacunaCore

/// The name of a package of own parts, in the forms in which its files say it.
struct PluginName: Equatable {
    /// The words of the name, in the order and case in which they were written.
    private let words: [Substring]

    /// Reads a name such as `rain-fall`, `rainFall` or `RainFall`.
    ///
    /// - Throws: `LacunaError` of the kind `usage` where no module can be called so.
    init(_ text: String) throws(LacunaError) {
        var words: [Substring] = []
        for part in text.split(whereSeparator: { $0 == "-" || $0 == "_" }) { words += Self.words(of: part) }
        self.words = words
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        guard isPlain, words.first?.first?.isLetter == true else {
            throw LacunaError(
                .usage,
                """
                NAME: "\(DisplayText.printable(text))" cannot become the name of a Swift module; expected letters and digits, \
                a letter first, and words joined by hyphens, such as rain-fall
                """)
        }
        guard !Self.isTaken(module) else {
            throw LacunaError(
                .usage,
                """
                NAME: a module \(module) would hide one of Lacuna's or of Swift's; choose another name, such as \
                my-\(hyphenated)
                """)
        }
    }

    /// Whether a module of this name would hide one of Lacuna's or of Swift's, or cannot be one.
    static func isTaken(_ module: String) -> Bool {
        let name = module.lowercased()
        return name.hasPrefix("lacuna") || name.hasPrefix("clacuna") || reserved.contains(name)
    }

    /// The name of the module: `RainFall`.
    var module: String { words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    /// What configurations call the part: `rainFall`.
    var key: String {
        words.enumerated().map { index, word in
            index == 0 ? word.lowercased() : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }

    /// The name of the package, and the beginning of that of its program: `rain-fall`.
    var hyphenated: String { words.map { $0.lowercased() }.joined(separator: "-") }

    /// A part of a name cut where a small letter or digit is followed by a capital one.
    private static func words(of part: Substring) -> [Substring] {
        var words: [Substring] = []
        var start = part.startIndex, previous: Character?
        for index in part.indices {
            if part[index].isUppercase, let previous, !previous.isUppercase {
                words.append(part[start..<index])
                start = index
            }
            previous = part[index]
        }
        return words + [part[start...]]
    }

    /// Modules of the toolchain that a package of parts imports or is likely to, and words that no module can have.
    private static let reserved: Set<String> = [
        "any", "self", "type", "protocol", "swift", "foundation", "foundationessentials", "glibc", "musl", "darwin",
        "dispatch", "synchronization", "observation", "regexbuilder", "distributed", "testing", "xctest", "main",
        "packagedescription", "packageplugin",
    ]
}
