/// Finds what a user probably meant.
public enum Suggestion {
    /// The known name nearest to a mistyped one, or `nil` where none is near.
    ///
    /// Nearness is the Damerau–Levenshtein distance (adjacent transpositions count once) without regard to case; at
    /// most a third of the longer name may differ. Why cells are missing goes by words a letter apart that contradict each
    /// other, such as `mar` and `mnar`: none of them is taken for another, and `mnar` stands for a name that ends with it.
    public static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = Array(name.lowercased())
        var best: (distance: Int, name: String)?
        for candidate in known where !contradict(name, candidate) {
            let letters = Array(candidate.lowercased())
            let distance = editDistance(wanted, letters)
            guard distance * 3 <= max(wanted.count, letters.count) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        if best == nil, mechanisms[name.lowercased()] == .notAtRandom {
            return known.first { $0.lowercased().hasSuffix("mnar") }
        }
        return best?.name
    }

    private enum Mechanism { case completelyAtRandom, atRandom, notAtRandom }

    /// Rubin's mechanisms, as users write them.
    private static let mechanisms: [String: Mechanism] = [
        "mcar": .completelyAtRandom, "mar": .atRandom, "mnar": .notAtRandom, "nmar": .notAtRandom,
    ]

    private static func contradict(_ name: String, _ other: String) -> Bool {
        guard let first = mechanisms[name.lowercased()], let second = mechanisms[other.lowercased()] else {
            return false
        }
        return first != second
    }

    /// The half sentence `; did you mean "…"?`, or an empty text where nothing is near.
    public static func phrase(for name: String, among known: [String]) -> String {
        nearest(to: name, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// Names as a readable list, for "known: …".
    public static func list(_ names: [String]) -> String { names.sorted().joined(separator: ", ") }

    private static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [Int](repeating: i, count: b.count + 1)
            for j in 1...b.count {
                let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row[j] = min(last[j] + 1, row[j - 1] + 1, substitution)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
