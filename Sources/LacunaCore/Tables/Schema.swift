/// The columns of a table: their kinds, categories and scales, fitted once and stored with a model.
public struct Schema: Codable, Sendable, Equatable {
    /// The columns in the order of the table that the schema was fitted to.
    public var columns: [Column]

    /// A schema of given columns.
    public init(columns: [Column]) { self.columns = columns }

    /// The position of the column of this name.
    public func columnIndex(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The position in a table of each column of the schema, by name.
    ///
    /// - Throws: `LacunaError` of kind `data` that names the columns that are only in one of the two.
    public func positions(in table: Table) throws(LacunaError) -> [Int] {
        let places = Dictionary(
            table.columnNames.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let known = Set(columns.map(\.name))
        let absent = columns.map(\.name).filter { places[$0] == nil }
        let extra = table.columnNames.filter { !known.contains($0) }
        var problems = ProblemList()
        for name in absent {
            let phrase = Suggestion.nearest(to: name, among: extra).map {
                "; is it \(Excerpt.quoted($0)), which the training data do not have?"
            }
            problems.add(
                "\(table.name) has no column \(Excerpt.quoted(name)), which the training data have"
                    + (phrase ?? "; add it, empty where nothing is known"))
        }
        for name in extra {
            problems.add(
                "\(table.name) has a column \(Excerpt.quoted(name)), which the training data do not have; leave it out")
        }
        try problems.throwIfAny()
        return columns.compactMap { places[$0.name] }
    }
}
