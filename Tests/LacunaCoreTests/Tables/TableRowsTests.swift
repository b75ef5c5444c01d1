import LacunaCore
import Testing

@Suite("Tables of rows of numbers")
struct TableRowsTests {
    @Test("hold the numbers bit for bit, and what is missing")
    func numbers() throws {
        var generator = TableTestGenerator(state: 11)
        var rows: [[Double?]] = [
            [0.1, nil, 1e15], [.nan, -Double.leastNonzeroMagnitude, .greatestFiniteMagnitude], [123_456_789, 1e-7, 3],
        ]
        while rows.count < 200 {
            rows.append(
                (0..<3).map { _ in
                    let number = Double(bitPattern: generator.next())
                    return number.isFinite ? number : nil
                })
        }
        let table = try Table(rows: rows)
        #expect(table.columnNames == ["x1", "x2", "x3"] && table.rowCount == rows.count)
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                let isMissing = cell?.isNaN ?? true
                #expect(table.isMissing(row: row, column: column) == isMissing)
                if !isMissing { #expect(table.number(row: row, column: column) == cell) }
            }
        }
    }

    @Test("keep rows at the end of which nothing is known, of one column too")
    func trailingMissing() throws {
        let table = try Table(rows: [[1], [nil], [2], [.nan], [nil]], columnNames: ["a"])
        #expect(
            table.rowCount == 5
                && (0..<5).map { table.isMissing(row: $0, column: 0) } == [false, true, false, true, true])
        let completed = try table.replacing { row, _ in row == 4 ? "7" : nil }
        #expect(completed.number(row: 4, column: 0) == 7 && completed.rowCount == 5)
        #expect(completed.place(ofRow: 4) == "the array, row 5")
    }

    @Test("refuse what is no table")
    func refusals() {
        #expect(dataProblems { _ = try Table(rows: []) } == ["the array has no rows; it needs at least one"])
        #expect(dataProblems { _ = try Table(rows: [[]]) } == ["the array has no columns; it needs at least one"])
        #expect(
            dataProblems { _ = try Table(rows: [[1, 2], [3], [4, 5], []], name: "sample") } == [
                "sample, row 2 has 1 column, but row 1 has 2", "sample, row 4 has 0 columns, but row 1 has 2",
            ])
        #expect(
            dataProblems { _ = try Table(rows: [[1], [2]], columnNames: ["a", "b"]) } == [
                "the array, row 1 has 1 column, but 2 have names", "the array, row 2 has 1 column, but 2 have names",
            ])
        // No file, so no line.
        #expect(
            dataProblems { _ = try Table(rows: [[1, 2, 3]], columnNames: ["a", "", "a"]) } == [
                "the array: column 2 of 3 has no name; give it one",
                "the array: columns 1 and 3 are both named \"a\"; rename one",
            ])
        #expect(
            dataProblems { _ = try Table(rows: [[1, 2], [3, .infinity]]) } == [
                "the array, row 2, column \"x2\": the number is infinite; pass nil or a finite one"
            ])
    }

    @Test("are written as they are")
    func writing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("out.csv")
        let text = "\u{FEFF}a;\"b;c\"\r\n1; x \r\nNA;\"\"\r\n\r\n"
        let table = try csvTable(text, CSVOptions(delimiter: ";"))
        try table.write(to: path)
        #expect(try FileContents.read(path: path) == Array(text.utf8))
        let error = #expect(throws: LacunaError.self) { try table.write(to: folder.path + "/no/such/out.csv") }
        #expect(error?.kind == .file)
    }
}
