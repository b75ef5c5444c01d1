import LacunaCore
import Testing

/// Several completions of a table as one table.
@Suite struct LongTableTests {
    private func long(
        _ text: String, _ options: CSVOptions = CSVOptions(), count: Int = 2
    ) throws -> (text: String, table: Table) {
        let table = try csvTable(text, options)
        let long = try LongTable(table)
        var result: [UInt8] = []
        let sink = { (part: UnsafeRawBufferPointer) throws(Never) in result += part }
        long.writeHeader(to: sink)
        for number in 1...count {
            let replacement = { (row: Int, column: Int) in
                table.isMissing(row: row, column: column) ? "\(number)\(row)" : nil
            }
            long.write(completion: number, replacing: replacement, to: sink)
        }
        return (String(decoding: result, as: UTF8.self), table)
    }

    @Test func bytesOfTheTableStay() throws {
        let cases: [(text: String, options: CSVOptions, expected: String)] = [
            ("a,b\n1,\n,2\n", CSVOptions(), ".imp,.id,a,b\n1,1,1,10\n1,2,11,2\n2,1,1,20\n2,2,21,2\n"),
            // A byte order mark, quotes, mixed line ends, none at the end, spaces that belong to a cell.
            (
                "\u{FEFF}\"a\";b\r\n\"x\"\"y;z\"; 1 \nNA;\"u\nv\"", CSVOptions(delimiter: ";"),
                "\u{FEFF}.imp;.id;\"a\";b\r\n1;1;\"x\"\"y;z\"; 1 \n1;2;11;\"u\nv\"\r\n2;1;\"x\"\"y;z\"; 1 \n2;2;21;\"u\nv\"\r\n"
            ),
            // A table of one column, whose missing cell is a blank line; blank lines at the end of others go.
            ("a\r1\r\r3\r", CSVOptions(), ".imp,.id,a\r1,1,1\r1,2,11\r1,3,3\r2,1,1\r2,2,21\r2,3,3\r"),
            ("a,b\n1,2\n\n\n", CSVOptions(), ".imp,.id,a,b\n1,1,1,2\n2,1,1,2\n"),
            ("a|b\n,|2", CSVOptions(delimiter: "|"), ".imp|.id|a|b\n1|1|,|2\n2|1|,|2\n"),
        ]
        for example in cases {
            let (text, table) = try long(example.text, example.options)
            #expect(text == example.expected)
            let read = try csvTable(text, example.options)
            #expect(read.rowCount == 2 * table.rowCount && read.columnNames == [".imp", ".id"] + table.columnNames)
        }
    }

    @Test func replacementsGetQuotesWhereTheyNeedThem() throws {
        let table = try csvTable("a,b\n,1\n")
        var result: [UInt8] = []
        try LongTable(table).write(
            completion: 3, replacing: { _, column in column == 0 ? "x,\"y\"" : nil },
            to: { (part: UnsafeRawBufferPointer) throws(Never) in result += part })
        #expect(String(decoding: result, as: UTF8.self) == "3,1,\"x,\"\"y\"\"\",1\n")
    }

    @Test func chunksAreModestAndSinkErrorsPass() throws {
        let count = 60_000
        let table = try csvTable("a\n" + String(repeating: String(repeating: "x", count: 40) + "\n", count: count))
        var sizes: [Int] = []
        let long = try LongTable(table)
        long.write(
            completion: 1, replacing: { _, _ in nil },
            to: { (part: UnsafeRawBufferPointer) throws(Never) in sizes.append(part.count) })
        let digits = (1...count).reduce(0) { $0 + "\($1)".count }
        #expect(sizes.reduce(0, +) == 44 * count + digits)
        #expect(sizes.count >= 3 && sizes.max() ?? 0 <= 2 << 20)
        #expect(throws: LacunaError(.file, "full")) {
            try long.write(
                completion: 1, replacing: { _, _ in nil },
                to: { (_: UnsafeRawBufferPointer) throws(LacunaError) in throw LacunaError(.file, "full") })
        }
    }

    @Test func takenNamesAreRefused() throws {
        let problems = #expect(throws: LacunaError.self) { try LongTable(csvTable(".id,a,.imp\n1,2,3\n")) }?.problems
        #expect(problems?.count == 2 && problems?.first?.contains("has a column \".imp\" already") == true)
        _ = try LongTable(csvTable("id,imp\n1,2\n"))
    }
}
