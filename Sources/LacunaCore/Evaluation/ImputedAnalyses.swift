/// Estimates of the same terms from analyses of several imputed tables, to be combined by `RubinRules`.
public struct ImputedAnalyses: Sendable, Equatable {
    /// What several analyses say about one term.
    public struct Term: Sendable, Equatable {
        /// The term's name.
        public let name: String
        /// One estimate an imputation.
        public let estimates: [Double]
        /// Their standard errors.
        public let standardErrors: [Double]
    }

    /// The number of imputations, at least 2.
    public let imputationCount: Int
    /// The terms, in the order in which the table first names them.
    public let terms: [Term]

    /// Reads a table with a row for each term of each imputation.
    ///
    /// The columns are known by their names, whatever their case: `estimate`; `standard error`, `standardError`,
    /// `std.error` or `se`; `imputation` or `.imp`; `term`. Others are disregarded.
    ///
    /// - Throws: `LacunaError` of kind `data` with every problem, each with its line and column: columns that are missing
    ///   or there twice, cells that are no numbers, negative standard errors, fewer than 2 imputations, terms that one
    ///   imputation lacks or has twice.
    public init(_ table: Table) throws(LacunaError) {
        let places = try ColumnPlaces(table)
        var problems = ProblemList()
        var imputations = Labels(), terms = Labels()
        var rows: [[Int: Row]] = []
        var isLabelled = true
        for row in 0..<table.rowCount {
            let estimate = Self.number(in: table, row, places.estimate, into: &problems)
            let error = Self.number(in: table, row, places.standardError, into: &problems)
            if let error, error < 0 {
                problems.add(
                    "\(Self.place(table, row, places.standardError)): \(DecimalText.shortest(error)) is negative; a standard "
                        + "error is at least 0")
            }
            let imputationText = Self.label(in: table, row, places.imputation, into: &problems)
            let termText = Self.label(in: table, row, places.term, into: &problems)
            guard let imputationText, let termText else {
                isLabelled = false
                continue
            }
            // 1 and 1.0 are the same imputation.
            let imputation = imputations.index(
                of: NumberText.value(of: imputationText).map(DecimalText.shortest) ?? imputationText)
            let term = terms.index(of: termText)
            if imputation == rows.count { rows.append([:]) }
            if let first = rows[imputation][term] {
                problems.add(
                    "\(table.place(ofRow: row)): the term \(Excerpt.quoted(termText)) stands a second time in imputation "
                        + "\(imputations.names[imputation]), first in line \(table.lineNumber(ofRow: first.number)); leave "
                        + "one out")
            } else {
                rows[imputation][term] = Row(number: row, estimate: estimate ?? 0, standardError: error ?? 0)
            }
        }
        // Where a row does not say what it belongs to, nobody knows what is lacking.
        if isLabelled {
            if imputations.names.count == 1 {
                problems.add(
                    "\(table.name) has only the imputation \(imputations.names[0]); pooling needs the analyses of at least "
                        + "2 imputed tables")
            }
            Self.compare(rows, imputations.names, terms.names, file: table.name, into: &problems)
        }
        try problems.throwIfAny()
        imputationCount = rows.count
        self.terms = terms.names.indices.map { term in
            let ofTerm = rows.compactMap { $0[term] }
            return Term(
                name: terms.names[term], estimates: ofTerm.map(\.estimate), standardErrors: ofTerm.map(\.standardError))
        }
    }

    /// The terms combined, in their order.
    ///
    /// - Parameter completeDataDegreesOfFreedom: See `RubinRules`.
    public func pooled(completeDataDegreesOfFreedom: Double = .infinity) -> [RubinRules] {
        terms.map {
            RubinRules(
                estimates: $0.estimates, standardErrors: $0.standardErrors,
                completeDataDegreesOfFreedom: completeDataDegreesOfFreedom)
        }
    }

    /// What to look at before results are relied on: sentences without their full stop.
    public var notes: [String] {
        let certain = terms.filter { $0.standardErrors.allSatisfy { $0 == 0 } }.map(\.name)
        guard !certain.isEmpty else { return [] }
        return [
            "all standard errors of \(Excerpt.list(certain)) are 0, so that only the differences between imputations count "
                + "as uncertain; check the column of standard errors"
        ]
    }

    // MARK: Reading

    private struct Row {
        var number: Int
        var estimate: Double
        var standardError: Double
    }

    /// Names in the order of their first use.
    private struct Labels {
        private(set) var names: [String] = []
        private var indices: [String: Int] = [:]

        mutating func index(of name: String) -> Int {
            if let index = indices[name] { return index }
            indices[name] = names.count
            names.append(name)
            return names.count - 1
        }
    }

    private static func compare(
        _ rows: [[Int: Row]], _ imputations: [String], _ terms: [String], file: String, into problems: inout ProblemList
    ) {
        for (term, name) in terms.enumerated() {
            guard let owner = rows.firstIndex(where: { $0[term] != nil }) else { continue }
            for imputation in rows.indices where rows[imputation][term] == nil {
                problems.add(
                    "\(file): imputation \(imputations[imputation]) has no row for the term \(Excerpt.quoted(name)), which "
                        + "imputation \(imputations[owner]) has; give every imputation the same terms")
            }
        }
    }

    private static func place(_ table: Table, _ row: Int, _ column: Int) -> String {
        "\(table.place(ofRow: row)), column \(Excerpt.quoted(table.columnNames[column]))"
    }

    private static func number(
        in table: Table, _ row: Int, _ column: Int, into problems: inout ProblemList
    ) -> Double? {
        if let number = table.number(row: row, column: column) { return number }
        let text = table.text(row: row, column: column)
        problems.add("\(place(table, row, column)): \(Excerpt.quoted(text)) is not a number; expected one such as 0.25")
        return nil
    }

    private static func label(
        in table: Table, _ row: Int, _ column: Int, into problems: inout ProblemList
    ) -> String? {
        var text = Substring(table.text(row: row, column: column))
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        if text.isEmpty {
            problems.add("\(place(table, row, column)): the cell is empty; name what the row belongs to")
        }
        return text.isEmpty ? nil : String(text)
    }
}

/// Which column of a table of analyses holds what.
private struct ColumnPlaces {
    let estimate: Int
    let standardError: Int
    let imputation: Int
    let term: Int

    init(_ table: Table) throws(LacunaError) {
        var problems = ProblemList()
        var missing: [String] = []
        func find(_ what: String, _ spellings: [String]) -> Int {
            let found = table.columnNames.indices.filter { spellings.contains(Self.plain(table.columnNames[$0])) }
            if found.isEmpty {
                missing.append(what)
            } else if found.count > 1 {
                problems.add(
                    "\(table.name), line 1: the columns \(Excerpt.list(found.map { table.columnNames[$0] })) could each be "
                        + "the \(what); leave one out")
            }
            return found.first ?? 0
        }
        estimate = find("estimate", ["estimate"])
        standardError = find("standard error", ["standarderror", "stderror", "stderr", "se"])
        imputation = find("imputation", ["imputation", "imp"])
        term = find("term", ["term"])
        if !missing.isEmpty {
            problems.add(
                "\(table.name) lacks \(missing.count == 1 ? "a column" : "columns") \(Excerpt.list(missing)); its columns "
                    + "are \(Excerpt.list(table.columnNames, limit: 10))")
        }
        if let hint = table.notes.first, !problems.isEmpty { problems.addHint(hint) }
        try problems.throwIfAny()
    }

    /// A name in lower case without spaces, points, dashes and underscores.
    private static func plain(_ name: String) -> String { name.lowercased().filter { !" \t.-_".contains($0) } }
}
