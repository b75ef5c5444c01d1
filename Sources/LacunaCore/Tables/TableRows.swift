extension Table {
    /// A table of numbers, one array a row; `nil` and NaN are missing.
    ///
    /// - Parameters:
    ///   - rows: The rows, all of one length.
    ///   - columnNames: The names of the columns; `x1`, `x2` and so on where they are left out.
    ///   - name: What errors call the table.
    /// - Throws: `LacunaError` of kind `data` for no rows, rows of different lengths, infinite numbers, and names that are
    ///   empty, used twice or not as many as the columns.
    public init(
        rows: [[Double?]], columnNames: [String]? = nil, name: String = "the array"
    ) throws(LacunaError) {
        guard let first = rows.first else {
            throw LacunaError(.data, "\(name) has no rows; it needs at least one")
        }
        let names = columnNames ?? first.indices.map { "x\($0 + 1)" }
        guard !names.isEmpty else { throw LacunaError(.data, "\(name) has no columns; it needs at least one") }
        let expected = columnNames == nil ? "row 1 has \(first.count)" : "\(names.count) have names"
        var problems = ProblemList()
        for (index, row) in rows.enumerated() where row.count != names.count {
            problems.add("\(name), row \(index + 1) has \(Excerpt.counted(row.count, "column")), but \(expected)")
        }
        try problems.throwIfAny()
        try self.init(
            columnNames: names, numbers: names.indices.map { column in rows.map { $0[column] } }, name: name)
    }

    /// The table with some cells replaced.
    ///
    /// - Parameter replacement: The new text of the cell in a row and column, or `nil` to keep it.
    /// - Throws: `LacunaError` of kind `data` where the result has 2 GiB or more.
    public func replacing(
        _ replacement: (_ row: Int, _ column: Int) -> String?
    ) throws(LacunaError) -> Table {
        try Self.parse(bytes(replacing: replacement), name: name, options: options, hasLines: hasLines)
    }

    /// Writes the table as a file, whole or not at all, byte for byte as it was read.
    ///
    /// - Throws: `LacunaError` where the file cannot be written.
    public func write(to path: String) throws(LacunaError) {
        try AtomicFile.replace(path: path) { (writer) throws(LacunaError) in
            try write(
                replacing: { _, _ in nil },
                to: { (bytes: UnsafeRawBufferPointer) throws(LacunaError) in try writer.write(bytes) })
        }
    }
}
