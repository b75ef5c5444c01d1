import Foundation

/// A Markdown text with its code blocks.
struct Guide: Sendable {
    /// A fenced block.
    struct Block: Sendable {
        /// The word behind the fence; empty for none.
        var language: String
        /// The line of the text, from 1, at which the block's first line stands.
        var line: Int
        /// The lines.
        var lines: [Substring]

        var text: String { lines.map { $0 + "\n" }.joined() }
    }

    /// Its name in messages: the path in the repository.
    var path: String
    /// The blocks in their order.
    var blocks: [Block] = []
    /// Names of parts that the reader has written, so that the bundled catalog does not know them:
    /// `<!-- own parts: laplace, grouped -->`.
    var ownParts: [String] = []
    /// Fences that are never closed, as sentences.
    var problems: [String] = []

    /// Reads a text.
    init(path: String, text: String) {
        self.path = path
        var open: Block?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                let language = line.dropFirst(3).trimmingCharacters(in: .whitespaces)
                open = open == nil ? Block(language: language, line: index + 2, lines: []) : nil
            } else if open != nil {
                open?.lines.append(line)
            } else if line.hasPrefix("<!-- own parts: "), line.hasSuffix("-->") {
                let names = line.dropFirst("<!-- own parts: ".count).dropLast("-->".count)
                ownParts += names.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            }
        }
        if let open { problems.append("\(path):\(open.line - 1): the block that begins here is not closed") }
    }

    /// The blocks of a language.
    func blocks(_ language: String) -> [Block] { blocks.filter { $0.language == language } }

    /// Sentences of a problem that do not only say that an own part has no place in the bundled catalog.
    func withoutOwnParts(_ sentences: [String]) -> [String] {
        sentences.filter { sentence in !ownParts.contains { sentence.contains("is named \"\($0)\"") } }
    }

    // MARK: Those of the repository

    /// The folder of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// README.md, those of the examples, and every page of every catalog of documentation.
    static func all() throws -> [Guide] {
        let examples = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Examples").path)
        var paths = ["README.md"]
        paths += examples.sorted().map { "Examples/\($0)/README.md" }.filter {
            FileManager.default.fileExists(atPath: root.appending(path: $0).path)
        }
        for folder in ["Sources", "Plugins"] {
            for target in try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
                .sorted()
            {
                let place = "\(folder)/\(target)"
                let inside = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: place).path)
                for catalog in (inside ?? []).sorted() where catalog.hasSuffix(".docc") {
                    let pages = try FileManager.default.subpathsOfDirectory(
                        atPath: root.appending(path: "\(place)/\(catalog)").path)
                    paths += pages.filter { $0.hasSuffix(".md") }.sorted().map { "\(place)/\(catalog)/\($0)" }
                }
            }
        }
        return try paths.map { path in
            Guide(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
    }
}
