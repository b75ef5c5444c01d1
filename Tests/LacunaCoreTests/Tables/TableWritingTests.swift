import LacunaCore
import Testing

@Suite struct TableWritingTests {
    private let awkward = [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\n1,2\r\n3,4\n\"5\",6\r", "\u{FEFF}a,b\n1,2\n",
        "\u{FEFF}\"a\",\"b\"\r\n\"1\",\"2\"\r\n", "a,b\n\"x\ny\",\"z\"\"w\"\n", "a\n1\n\n2\n\n", "a,b\n1,2\n\n\n",
        "a,b\n,\n,", "a,b\n NA ,  1 \n", "a,b\n\"\",\"\"\n", "größe\n½\n", "a,b\n5\" x,y\"z\"\n", "\"a\nb\"\n1\n",
    ]

    @Test func nothingReplacedGivesTheSameBytes() throws {
        for text in awkward {
            let bytes = Array(text.utf8)
            #expect(try Table.parse(bytes, name: "t").bytes { _, _ in nil } == bytes, "\(text)")
        }
    }

    @Test func everythingReplacedGivesTheNewTexts() throws {
        let texts = ["7", "x,y", "say \"hi\"", "two\nlines", "\r", " edge", "é", "tab\t"]
        for (number, text) in awkward.enumerated() {
            let before = try csvTable(text)
            let chosen = { (row: Int, column: Int) in texts[(number + 3 * row + 5 * column) % texts.count] }
            let bytes = before.bytes { row, column in chosen(row, column) }
            let after = try Table.parse(bytes, name: "t")
            #expect(after.columnNames == before.columnNames)
            var wrong = 0
            for row in 0..<before.rowCount {
                for column in 0..<before.columnCount where after.text(row: row, column: column) != chosen(row, column) {
                    wrong += 1
                }
            }
            #expect(wrong == 0 && after.rowCount == before.rowCount, "\(text)")
        }
    }

    @Test func onlyReplacedCellsChange() throws {
        let before = try csvTable("\u{FEFF}\"a\",b\r\n\"x\"\"y\",NA\n 1 ,\r\nz,\"\"")
        let after = before.bytes { row, column in before.isMissing(row: row, column: column) ? "v\(row)" : nil }
        #expect(String(decoding: after, as: UTF8.self) == "\u{FEFF}\"a\",b\r\n\"x\"\"y\",v0\n 1 ,v1\r\nz,v2")
    }

    @Test func replacementsFollowTheDelimiter() throws {
        let before = try csvTable("a;b\n;1\n", CSVOptions(delimiter: ";"))
        let after = before.bytes { _, column in column == 0 ? "x;y" : "x,y" }
        #expect(String(decoding: after, as: UTF8.self) == "a;b\n\"x;y\";x,y\n")
    }

    @Test func chunksAreModestAndSinkErrorsPass() throws {
        let line = String(repeating: "x", count: 99) + ",\n"
        let text = "a,b\n" + String(repeating: line, count: 40_000)
        let table = try csvTable(text)
        var sizes: [Int] = []
        table.write(
            replacing: { row, column in column == 1 && row % 2 == 0 ? "1" : nil },
            to: { (part: UnsafeRawBufferPointer) throws(Never) in sizes.append(part.count) })
        #expect(sizes.reduce(0, +) == text.utf8.count + 20_000)
        #expect(sizes.count >= 3 && sizes.max() ?? 0 <= 3 << 20)
        #expect(throws: LacunaError(.file, "full")) {
            try table.write(
                replacing: { _, _ in nil },
                to: { (_: UnsafeRawBufferPointer) throws(LacunaError) in throw LacunaError(.file, "full") })
        }
    }
}
