/// Decides what one column is, and says what a user should know about the decision.
struct ColumnInference {
    /// More categories than this are refused: each takes a feature of every row.
    static let categoryLimit = 1000
    /// How many offending cells of one column become sentences.
    private static let offenderLimit = 3

    private let table: Table
    private let index: Int
    private let survey: ColumnSurvey
    private var column: Column

    /// What a user should know.
    private(set) var notes: [String] = []

    private var label: String { "column \(Excerpt.quoted(column.name))" }

    /// How a user declares the column, on the command line where its name can stand there.
    private func setting(_ kind: ColumnKind) -> String {
        let name = column.name
        let isPlain = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
        if isPlain { return "--set data.columns.\(name)=\(kind.rawValue)" }
        // What is shown must be the whole name, and the shell and the path must read it as it is.
        let isQuotable = Excerpt.quoted(name) == "\"\(name)\"" && !name.contains { "\"'\\!".contains($0) }
        return isQuotable
            ? "--set 'data.columns[\"\(name)\"]=\(kind.rawValue)'"
            : "declare it \(kind.rawValue) under data.columns in the configuration"
    }

    /// Surveys the column at an index of the table.
    init(_ table: Table, column index: Int) {
        self.table = table
        self.index = index
        survey = ColumnSurvey(table, column: index)
        column = Column(
            name: survey.name, kind: .continuous, observedCount: survey.observedCount,
            missingCount: survey.missingCount)
    }

    /// The column, as it was declared or as it looks.
    mutating func decide(declared: ColumnKind?, problems: inout ProblemList) -> Column {
        if declared == .ignore {
            ignore()
            return column
        }
        if survey.observedCount == 0 {
            column.kind = declared ?? .continuous
            column.isAllMissing = true
            notes.append(
                "\(label) has no observed value, so nothing can be learned about it; its missing cells are filled with "
                    + (column.filler ?? "0"))
            return column
        }
        switch declared {
        case .continuous: decideContinuous(problems: &problems)
        case .binary: decideBinary(problems: &problems)
        case .categorical: decideCategorical(TextTally(table, column: index), problems: &problems)
        case .ignore, nil:
            if survey.isNumeric { inferFromNumbers() } else { inferFromTexts(problems: &problems) }
        }
        if column.isConstant, column.kind != .ignore {
            let value = column.categories.first.map(Excerpt.quoted) ?? DecimalText.shortest(column.mean)
            notes.append(
                "\(label) is constant: every observed value is \(value)"
                    + (column.kind == .continuous ? "; its standard deviation is taken as 1" : ""))
        }
        return column
    }

    // MARK: Declared kinds

    private mutating func decideContinuous(problems: inout ProblemList) {
        guard survey.offenderCount == 0 else {
            reportOffenders(reason: ", but the column is declared continuous", problems: &problems)
            return
        }
        becomeContinuous()
    }

    private mutating func decideBinary(problems: inout ProblemList) {
        let tally = TextTally(table, column: index)
        let texts = tally.textsByNumber ?? tally.sortedTexts
        guard texts.count <= 2 else {
            problems.add(
                "\(table.name), \(label): it is declared binary, but has \(texts.count) distinct values "
                    + "(\(Excerpt.list(texts))); declare it categorical, or add what stands for missing to "
                    + "data.missingTokens")
            return
        }
        becomeBinary(texts)
    }

    private mutating func decideCategorical(_ tally: TextTally, problems: inout ProblemList) {
        guard tally.counts.count <= Self.categoryLimit else {
            problems.add(
                "\(table.name), \(label): \(tally.counts.count) categories are too many (at most "
                    + "\(Self.categoryLimit)); ignore the column: \(setting(.ignore))")
            return
        }
        column.kind = .categorical
        column.categories = tally.sortedTexts
        column.isConstant = column.categories.count == 1
        noteSpaces(column.categories)
    }

    // MARK: Undeclared kinds

    private mutating func inferFromNumbers() {
        let distinct = survey.distinctNumbers
        if distinct == [0, 1] {
            let tally = TextTally(table, column: index)
            becomeBinary(tally.textsByNumber ?? tally.sortedTexts)
            return
        }
        becomeContinuous()
        if survey.countsRows {
            notes.append(
                "\(label) counts the rows (\(DecimalText.shortest(column.minimum)) to "
                    + "\(DecimalText.shortest(column.maximum))) and is read as continuous; if it only numbers them, say "
                    + "so: \(setting(.ignore))")
        } else if distinct.count >= 2, distinct.count <= ColumnSurvey.distinctLimit,
            survey.observedCount >= 3 * distinct.count, distinct.allSatisfy({ $0 == $0.rounded() })
        {
            let shown = distinct.sorted().map { DecimalText.shortest($0) }.joined(separator: ", ")
            notes.append(
                "\(label) has \(distinct.count) distinct whole numbers (\(shown)) and is read as continuous; if they "
                    + "name groups, say so: \(setting(.categorical))")
        }
    }

    private mutating func inferFromTexts(problems: inout ProblemList) {
        if survey.nonFiniteCount == survey.offenderCount {
            reportOffenders(reason: " and so cannot stand in a column of numbers", problems: &problems)
            return
        }
        let tally = TextTally(table, column: index)
        let count = tally.counts.count
        if count == 2 {
            becomeBinary(tally.sortedTexts)
            noteSpaces(column.categories)
        } else if count > 50, 2 * count > table.rowCount {
            ignore()
            notes.append(
                "\(label) has \(count) distinct texts in \(table.rowCount) rows and is ignored as an identifier"
                    + (column.missingCount > 0 ? "; \(missingCells)" : "")
                    + "; if they name groups, say so: \(setting(.categorical))")
        } else {
            decideCategorical(tally, problems: &problems)
        }
        noteNumbers()
    }

    private var missingCells: String {
        column.missingCount == 1
            ? "its missing cell stays as it is" : "its \(column.missingCount) missing cells stay as they are"
    }

    /// Says so where a column of texts looks like one of numbers.
    private mutating func noteNumbers() {
        guard let first = survey.offenders.first else { return }
        let read = "is read as \(column.kind == .ignore ? "text" : column.kind.rawValue)"
        let line = table.place(ofRow: first.row)
        if Self.hasDecimalComma(first.text) {
            notes.append(
                "\(label) \(read), because \(line) has \(Excerpt.quoted(first.text)); if that is a number with a decimal "
                    + "comma, write a decimal point")
        } else if survey.offenderCount * 10 <= survey.observedCount {
            let tokens = table.options.missingTokens + survey.offendingTexts.prefix(5)
            let list = tokens.map { Excerpt.quoted($0) }.joined(separator: ", ")
            notes.append(
                "\(label) \(read), because \(line) has \(Excerpt.quoted(first.text)); "
                    + "\(survey.observedCount - survey.offenderCount) of its \(survey.observedCount) observed cells are "
                    + "numbers. If such texts stand for missing values, say so: --set 'data.missingTokens=[\(list)]'")
        }
    }

    private static func hasDecimalComma(_ text: String) -> Bool {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
            return false
        }
        return NumberText.value(of: String(parts[0])) != nil
    }

    // MARK: Kinds

    private mutating func becomeContinuous() {
        let moments = Moments(survey.numbers)
        column.kind = .continuous
        column.mean = moments.mean
        column.standardDeviation = moments.standardDeviation
        column.minimum = moments.minimum
        column.maximum = moments.maximum
        column.isConstant = moments.minimum == moments.maximum
        column.fractionDigits = survey.fractionDigits
    }

    private mutating func becomeBinary(_ texts: [String]) {
        column.kind = .binary
        column.categories = texts
        column.isConstant = texts.count == 1
    }

    private mutating func ignore() {
        column.kind = .ignore
        column.isAllMissing = survey.observedCount == 0
    }

    private func reportOffenders(reason: String, problems: inout ProblemList) {
        let shown = survey.offenders.prefix(Self.offenderLimit)
        for offender in shown {
            let advice =
                NumberText.isNonFinite(offender.text)
                ? "is no finite number\(reason); if it stands for a missing value, add it to data.missingTokens"
                : "is not a number\(reason)"
            problems.add("\(table.place(ofRow: offender.row)), \(label): \(Excerpt.quoted(offender.text)) \(advice)")
        }
        problems.addUnshown(survey.offenderCount - shown.count)
    }

    private mutating func noteSpaces(_ texts: [String]) {
        var seen: [String: String] = [:]
        for text in texts {
            var trimmed = Substring(text)
            while trimmed.first?.isWhitespace == true { trimmed.removeFirst() }
            while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
            if let other = seen[String(trimmed)] {
                notes.append(
                    "\(label) has categories that differ only in spaces: \(Excerpt.list([other, text])); they count as "
                        + "different")
                return
            }
            seen[String(trimmed)] = text
        }
    }
}
