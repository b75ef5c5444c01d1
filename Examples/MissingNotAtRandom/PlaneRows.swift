import Lacuna

/// A table of two columns, x1 and x2, with the same table after cells of x1 were removed.
struct PlaneRows {
    /// The names of the columns.
    static let names = ["x1", "x2"]

    /// The complete rows.
    let points: [ToyProblem.Point]
    /// Whether x1 was removed.
    let isMissing: [Bool]
    /// The table with holes.
    let holes: Table

    /// Reads both files.
    ///
    /// - Throws: `LacunaError` where they do not hold the same rows of two columns, or x2 has a hole.
    init(complete completePath: String, holes holesPath: String) throws {
        let complete = try Table.read(path: completePath)
        holes = try Table.read(path: holesPath)
        for table in [complete, holes] where table.columnNames != Self.names {
            throw LacunaError(.data, "\(table.name): the columns x1 and x2 are expected, and no other")
        }
        guard complete.rowCount == holes.rowCount else {
            throw LacunaError(
                .data,
                "\(complete.name) has \(complete.rowCount) rows, but \(holes.name) \(holes.rowCount); they must be the same"
            )
        }
        var points: [ToyProblem.Point] = [], isMissing: [Bool] = []
        for row in 0..<complete.rowCount {
            guard let x1 = complete.number(row: row, column: 0), let x2 = complete.number(row: row, column: 1) else {
                throw LacunaError(.data, "\(complete.place(ofRow: row)): two numbers are expected, and no hole")
            }
            let isHole = holes.isMissing(row: row, column: 0)
            guard holes.number(row: row, column: 1) == x2, isHole || holes.number(row: row, column: 0) == x1 else {
                throw LacunaError(
                    .data,
                    "\(holes.place(ofRow: row)): not the row of \(complete.name) with at most x1 removed")
            }
            points.append((x1, x2))
            isMissing.append(isHole)
        }
        self.points = points
        self.isMissing = isMissing
    }

    /// The rows in which x1 was removed.
    var missingRows: [Int] { isMissing.indices.filter { isMissing[$0] } }
}
