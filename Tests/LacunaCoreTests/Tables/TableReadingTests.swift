import Foundation
import LacunaCore
import Testing

@Suite struct TableReadingTests {
    /// The texts of all rows, "∅" for missing cells.
    private func cells(_ table: Table) -> [[String]] {
        (0..<table.rowCount).map { row in
            (0..<table.columnCount).map { column in
                table.isMissing(row: row, column: column) ? "∅" : table.text(row: row, column: column)
            }
        }
    }

    @Test func contentsFollowRFC4180() throws {
        let cases: [(text: String, names: [String], cells: [[String]])] = [
            ("a,b\n1,2\n", ["a", "b"], [["1", "2"]]),
            ("a,b\r\n1,2", ["a", "b"], [["1", "2"]]),
            ("a,b\r1,2\r3,4", ["a", "b"], [["1", "2"], ["3", "4"]]),
            ("\u{FEFF}a,b\n1,2\r\n3,4\n", ["a", "b"], [["1", "2"], ["3", "4"]]),
            ("\"a,1\",\"b\"\"c\"\n\"x\ny\",\"\"\"\"\n", ["a,1", "b\"c"], [["x\ny", "\""]]),
            ("a,b\n\"x\r\ny\",z\n", ["a", "b"], [["x\r\ny", "z"]]),
            ("a,b\n,\n", ["a", "b"], [["∅", "∅"]]),
            ("a,b\n\"\",\"NA\"\n", ["a", "b"], [["∅", "∅"]]),
            ("a,b\n NA , \t\n", ["a", "b"], [["∅", "∅"]]),
            ("a,b\n\" NA\",na\n", ["a", "b"], [[" NA", "na"]]),
            ("a,b\n5\" pipe,\"5\"\" pipe\"", ["a", "b"], [["5\" pipe", "5\" pipe"]]),
            ("a,b\n1,2\n\n\r\n", ["a", "b"], [["1", "2"]]),
            ("a\n1\n\n2\n\n", ["a"], [["1"], ["∅"], ["2"], ["∅"]]),
            ("a\n\n", ["a"], [["∅"]]),
            ("größe,名\n½,😀\n", ["größe", "名"], [["½", "😀"]]),
            ("a,b\n1,", ["a", "b"], [["1", "∅"]]),
            ("a,b\n\"1\",\"2\"", ["a", "b"], [["1", "2"]]),
        ]
        for item in cases {
            let table = try csvTable(item.text)
            #expect(table.columnNames == item.names, "\(item.text)")
            #expect(cells(table) == item.cells, "\(item.text)")
        }
    }

    @Test func delimitersAndTokensAreOptions() throws {
        for (delimiter, byte) in [(";", ";"), ("tab", "\t"), ("\t", "\t"), ("|", "|"), (",", ",")] {
            let text = "a\(byte)b\n-9\(byte)?\n"
            let options = CSVOptions(delimiter: delimiter, missingTokens: ["?"])
            #expect(cells(try csvTable(text, options)) == [["-9", "∅"]])
        }
        #expect(cells(try csvTable("a,b\n,\"x\"\"\"\n", CSVOptions(missingTokens: ["x\""]))) == [["", "∅"]])
        #expect(
            dataProblems { _ = try csvTable("a\n1\n", CSVOptions(delimiter: "::")) }
                == ["data.delimiter is \"::\"; write one of \",\", \";\", \"tab\" and \"|\""])
    }

    @Test func linesCountLineEndsWithinQuotes() throws {
        let table = try csvTable("a,b\n\"x\r\ny\n\",1\r\n2,3\r4,5\n")
        #expect((0..<table.rowCount).map { table.lineNumber(ofRow: $0) } == [2, 5, 6])
        #expect(table.place(ofRow: 1) == "t.csv, line 5")
        let returns = try csvTable("a,b\n\"x\ry\r\",1\r2,3")
        #expect((0..<returns.rowCount).map { returns.lineNumber(ofRow: $0) } == [2, 5])
        #expect(Array(table.rawField(row: 0, column: 0)) == Array("\"x\r\ny\n\"".utf8))
    }

    @Test func notesPointOutSuspiciousHeaders() throws {
        let semicolons = try csvTable("a;b;c\n1;2;3\n").notes
        #expect(semicolons.count == 1 && semicolons[0].contains("--set 'data.delimiter=\";\"'"))
        let numbers = try csvTable("1,2\n3,4\n").notes
        #expect(numbers.count == 1 && numbers[0].contains("the first line consists of numbers"))
        #expect(try csvTable("a,b\n3,4\n").notes.isEmpty)
    }

    @Test func tablesFromColumns() throws {
        let texts = try Table(columnNames: ["a", "b,c"], columns: [["x", nil, "NA"], ["1,5", "\"q\"", " z "]])
        #expect(cells(texts) == [["x", "1,5"], ["∅", "\"q\""], ["NA", " z "]])
        #expect(texts.columnNames == ["a", "b,c"])
        #expect(texts.place(ofRow: 1) == "table, row 2")
        let single = try Table(columnNames: ["a"], columns: [[nil, "1", nil]])
        #expect(cells(single) == [["∅"], ["1"], ["∅"]])
        let values: [Double?] = [1, -0.1, 1e-300, .greatestFiniteMagnitude, nil, .nan, 123_456_789]
        let numbers = try Table(columnNames: ["a"], numbers: [values])
        let expected: [Double?] = [1, -0.1, 1e-300, .greatestFiniteMagnitude, nil, nil, 123_456_789]
        #expect((0..<7).map { numbers.number(row: $0, column: 0) } == expected)
        #expect(dataProblems { _ = try Table(columnNames: ["a"], numbers: [[.infinity]]) }.count == 1)
        #expect(dataProblems { _ = try Table(columnNames: ["a", "b"], columns: [["1"], []]) }.count == 1)
        #expect(dataProblems { _ = try Table(columnNames: [], columns: []) }.count == 1)
        #expect(dataProblems { _ = try Table(columnNames: ["a"], columns: [[]]) }.count == 1)
        #expect(dataProblems { _ = try Table(columnNames: ["a", "a"], columns: [["1"], ["2"]]) }.count == 1)
    }

    @Test func aLargeTableIsReadWhole() throws {
        var text = (0..<20).map { "c\($0)" }.joined(separator: ",") + "\n"
        let line = (0..<20).map { "\($0).25" }.joined(separator: ",") + "\n"
        for _ in 0..<100_000 { text += line }
        let table = try csvTable(text)
        #expect(table.rowCount == 100_000 && table.columnCount == 20)
        #expect(table.number(row: 99_999, column: 19) == 19.25)
        #expect(table.lineNumber(ofRow: 99_999) == 100_001)
    }
}
