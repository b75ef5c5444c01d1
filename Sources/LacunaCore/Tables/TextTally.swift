/// The distinct texts of a column and how often each occurs.
struct TextTally {
    /// Occurrences of each text.
    private(set) var counts: [String: Int] = [:]

    /// Counts the observed cells of a column.
    init(_ table: Table, column: Int) {
        for row in 0..<table.rowCount where !table.isMissing(row: row, column: column) {
            counts[table.text(row: row, column: column), default: 0] += 1
        }
    }

    /// The texts in the order of categories: by value where all are numbers, otherwise by Unicode scalars.
    var sortedTexts: [String] { Self.sorted(Array(counts.keys)) }

    /// The texts, the most frequent first, ties in the order of categories.
    var byFrequency: [(text: String, count: Int)] {
        let order = sortedTexts
        let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        return counts.map { (text: $0.key, count: $0.value) }.sorted {
            ($1.count, ranks[$0.text] ?? 0) < ($0.count, ranks[$1.text] ?? 0)
        }
    }

    /// One text for each distinct number, the most frequent way to write it, in numeric order; `nil` where some text is
    /// no number.
    var textsByNumber: [String]? {
        var best: [Double: (text: String, count: Int)] = [:]
        for (text, count) in byFrequency {
            guard let number = NumberText.value(of: text) else { return nil }
            if best[number] == nil { best[number] = (text, count) }
        }
        return best.sorted { $0.key < $1.key }.map(\.value.text)
    }

    /// Texts in the order of categories.
    static func sorted(_ texts: [String]) -> [String] {
        let keyed = texts.map { (text: $0, number: NumberText.value(of: $0)) }
        if keyed.allSatisfy({ $0.number != nil }) {
            return keyed.sorted {
                let (a, b) = ($0.number ?? 0, $1.number ?? 0)
                return a == b ? precedes($0.text, $1.text) : a < b
            }.map(\.text)
        }
        return texts.sorted(by: precedes)
    }

    // The order of UTF-8 bytes is that of Unicode scalars.
    private static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
