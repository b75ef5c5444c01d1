/// What one pass over a column finds, before its kind is decided.
struct ColumnSurvey {
    /// A cell and its text.
    struct Offender {
        var row: Int
        var text: String
    }

    /// More distinct numbers than this are only known to be many.
    static let distinctLimit = 10

    let name: String
    private(set) var observedCount = 0
    private(set) var missingCount = 0
    /// The observed numbers in row order.
    private(set) var numbers: [Double] = []
    /// The first observed cells that are no numbers.
    private(set) var offenders: [Offender] = []
    /// How many observed cells are no numbers.
    private(set) var offenderCount = 0
    /// How many of those are words such as `inf` and `nan`, or too large for `Double`.
    private(set) var nonFiniteCount = 0
    private(set) var fractionDigits = 0
    /// The distinct numbers, `distinctLimit + 1` at most.
    private(set) var distinctNumbers: Set<Double> = []
    /// Whether the numbers are whole and each is one more than that of the row before.
    private(set) var countsRows = true

    init(_ table: Table, column: Int) {
        name = table.columnNames[column]
        for row in 0..<table.rowCount {
            if table.isMissing(row: row, column: column) {
                missingCount += 1
                continue
            }
            observedCount += 1
            guard let parsed = table.parsedNumber(row: row, column: column) else {
                let text = table.text(row: row, column: column)
                offenderCount += 1
                if NumberText.isNonFinite(text) { nonFiniteCount += 1 }
                if offenders.count < 20 { offenders.append(Offender(row: row, text: text)) }
                continue
            }
            if let last = numbers.last, parsed.value != last + 1 { countsRows = false }
            numbers.append(parsed.value)
            fractionDigits = max(fractionDigits, parsed.fractionDigits)
            if distinctNumbers.count <= Self.distinctLimit { distinctNumbers.insert(parsed.value) }
        }
        countsRows = countsRows && missingCount == 0 && offenderCount == 0 && fractionDigits == 0 && observedCount > 2
    }

    /// Whether every observed cell is a number, and there is one.
    var isNumeric: Bool { observedCount > 0 && offenderCount == 0 }

    /// The distinct texts of the first offenders.
    var offendingTexts: [String] {
        var seen: [String] = []
        for offender in offenders where !seen.contains(offender.text) { seen.append(offender.text) }
        return seen
    }
}
