extension Table {
    /// A table of texts, one array a column; `nil` and the empty text are missing.
    ///
    /// - Throws: `LacunaError` of kind `data` for columns of different lengths, names that are empty or used twice,
    ///   and a table without columns or rows.
    public init(columnNames: [String], columns: [[String?]], name: String = "table") throws(LacunaError) {
        let options = CSVOptions(missingTokens: [""])
        try Self.checkShape(columnNames, columns.map(\.count), name: name)
        let delimiter = try options.delimiterByte()
        var bytes: [UInt8] = []
        func append(_ fields: [String?]) {
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(delimiter) }
                if let field { bytes += Self.fieldBytes(field, delimiter: delimiter) }
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        append(columnNames)
        for row in 0..<(columns.first?.count ?? 0) { append(columns.map { $0[row] }) }
        self = try Self.parse(bytes, name: name, options: options, hasLines: false)
    }

    /// A table of numbers, one array a column; `nil` and NaN are missing.
    ///
    /// - Throws: `LacunaError` of kind `data` for infinite numbers and for what makes no table of texts.
    public init(columnNames: [String], numbers: [[Double?]], name: String = "table") throws(LacunaError) {
        var problems = ProblemList()
        for (column, values) in numbers.enumerated() {
            for (row, value) in values.enumerated() where value?.isInfinite == true {
                let label = column < columnNames.count ? Excerpt.quoted(columnNames[column]) : "\(column + 1)"
                problems.add(
                    "\(name), row \(row + 1), column \(label): the number is infinite; pass nil or a finite one")
            }
        }
        try problems.throwIfAny()
        let columns = numbers.map { $0.map { $0.flatMap(Self.numberText) } }
        try self.init(columnNames: columnNames, columns: columns, name: name)
    }

    private static func numberText(_ value: Double) -> String? {
        if value.isNaN { return nil }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return "\(value)"
    }

    private static func checkShape(_ names: [String], _ counts: [Int], name: String) throws(LacunaError) {
        var problems = ProblemList()
        if counts.isEmpty { problems.add("\(name) has no columns; it needs at least one") }
        if names.count != counts.count {
            problems.add(
                "\(name) has \(Excerpt.counted(names.count, "column name")), but \(Excerpt.counted(counts.count, "column"))"
            )
        }
        for (index, count) in counts.enumerated() where count != counts[0] {
            problems.add(
                "\(name), column \(index + 1) has \(Excerpt.counted(count, "row")), but column 1 has \(counts[0]); "
                    + "give all columns the same number")
        }
        try problems.throwIfAny()
    }
}
