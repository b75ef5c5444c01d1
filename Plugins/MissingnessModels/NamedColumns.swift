import LacunaCore

/// What is wrong with keys that name columns, such as `columns: { salary: "below" }`.
enum NamedColumns {
    /// The problems of names that a table does not know or has no observed cell of, and those of the others.
    ///
    /// - Parameters:
    ///   - names: The keys of the section `columns`.
    ///   - columns: The table's columns; where a model explains some of them only, these.
    ///   - elsewhere: The other columns of the table, each with the key that gives it a model.
    ///   - explains: Whether the key of a name says something of why cells of the column are missing.
    ///   - problems: What is wrong with the key of a column that the table has values of.
    /// - Returns: A sentence each, which starts with the key, in the order of the names.
    static func problems(
        _ names: some Sequence<String>, among columns: [ColumnMissingness],
        elsewhere: [(column: String, key: String)] = [], explains: (String) -> Bool,
        _ problems: (ColumnMissingness) -> [String]
    ) -> [String] {
        names.sorted().flatMap { name -> [String] in
            let sentences: [String]
            if let column = columns.first(where: { $0.name == name }) {
                sentences = explains(name) && column.observedCount == 0 ? [allMissing] : problems(column)
            } else if let other = elsewhere.first(where: { $0.column == name }) {
                sentences = ["perColumn gives this column a model elsewhere (\(other.key)); say it there"]
            } else {
                sentences = [unknown(name, among: columns.map(\.name) + elsewhere.map(\.column))]
            }
            return sentences.map { "columns.\(name): \($0)" }
        }
    }

    private static let allMissing = """
        no cell of this column is observed, so that its values are not modelled, and why they are missing cannot be; leave \
        the key out
        """

    private static func unknown(_ name: String, among known: [String]) -> String {
        let suggestion = Suggestion.phrase(for: name, among: known)
        let listed = 10
        let rest = known.count > listed ? " and \(known.count - listed) more" : ""
        let list = "; its columns are \(known.prefix(listed).joined(separator: ", "))\(rest)"
        return "the table has no such column to model" + (suggestion.isEmpty ? list : suggestion)
    }
}
