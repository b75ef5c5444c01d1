/// A publication that a part comes from.
public struct Reference: Sendable, Hashable, Codable {
    /// The title, without a full stop.
    public var title: String
    /// The authors in their order, each as `Given Names Surname`.
    public var authors: [String]
    /// The year of publication.
    public var year: Int
    /// The journal, the conference or the publisher.
    public var venue: String
    /// A DOI (`10.…`), an arXiv number (`arXiv:…`) or an address; `nil` where there is none.
    public var identifier: String?

    /// A publication.
    public init(title: String, authors: [String], year: Int, venue: String, identifier: String? = nil) {
        self.title = title
        self.authors = authors
        self.year = year
        self.venue = venue
        self.identifier = identifier
    }

    /// The reference as a list of references has it, on one line.
    public var text: String {
        let names = authors.count < 2 ? authors.joined() : authors.dropLast().joined(separator: ", ") + " and " + last
        return "\(names) (\(year)). \(title). \(venue)." + (identifier.map { " \($0)." } ?? "")
    }

    /// The reference as an entry of BibTeX, on one line.
    public var bibTeX: String {
        var fields = [
            "title={{\(escaped(title))}}", "author={\(escaped(authors.joined(separator: " and ")))}", "year={\(year)}",
            "howpublished={\(escaped(venue))}",
        ]
        if let identifier { fields.append("note={\(escaped(identifier))}") }
        return "@misc{\(key), \(fields.joined(separator: ", "))}"
    }

    /// The first author's surname, the year and the first long word of the title: `mattei2019miwae`.
    public var key: String {
        let words = title.split { !$0.isLetter && !$0.isNumber }
        let word = words.first { $0.count > 3 } ?? words.first ?? ""
        let surname = authors.first?.split(separator: " ").last ?? "anonymous"
        return (surname + String(year) + word).lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private var last: String { authors.last ?? "" }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "&%$#_".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
