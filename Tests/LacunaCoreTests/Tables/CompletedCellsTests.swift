import Testing

@testable import LacunaCore

@Suite struct CompletedCellsTests {
    @Test func decimalTextFitsTheColumn() {
        let cases: [(value: Double, digits: Int, text: String)] = [
            (39.123456, 1, "39.123"), (39.1, 1, "39.1"), (39, 1, "39.0"), (181.004, 0, "181"), (181.256, 0, "181.26"),
            (-0.0001, 2, "-0.0001"), (-0.00001, 2, "0.00"), (0, 3, "0.000"), (0, 0, "0"), (-12.5, 0, "-12.5"),
            (12345678.1234, 4, "12345678.1"), (123456789012.75, 2, "123456789013"), (-999.999, 0, "-1000"),
            (0.000123456, 6, "0.00012346"), (1e15, 0, "1e+15"), (-2.5e300, 0, "-2.5e+300"), (1.25e-30, 32, "1.25e-30"),
            (0.1 + 0.2, 1, "0.3"), (999_999_999_999_999, 0, "999999999999999"),
        ]
        for item in cases {
            #expect(DecimalText.text(item.value, fractionDigits: item.digits) == item.text, "\(item)")
        }
    }

    @Test func decimalTextIsANumberOfNineDigits() {
        var generator = TableTestGenerator(state: 6)
        var wrong: [String] = []
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            let digits = Int.random(in: 0...20, using: &generator)
            guard value.isFinite else { continue }
            let small = value.significand * (value.sign == .minus ? -1 : 1)
            for number in [value, small, small * 1e6, small * 1e-6] {
                let text = DecimalText.text(number, fractionDigits: digits)
                let step = max(abs(number) * 1e-8, 0.51 / powerOfTen(digits + 2))
                guard let read = NumberText.value(of: text), abs(read - number) <= step else {
                    wrong.append("\(number) \(digits) \(text)")
                    continue
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    private func powerOfTen(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { power, _ in power * 10 } }

    private func completed() throws -> (CompletedCells, Table) {
        let text = "x,flag,eyes,none,id\n1.5,no,blue,,a\n2.5,yes,green,,b\n,,,,\n3.5,no,brown,,d\n"
        let table = try csvTable(text)
        let schema = try Schema.infer(from: table, declared: ["id": .ignore]).schema
        return (CompletedCells(schema: schema, layout: FeatureLayout(schema), atoms: .none), table)
    }

    @Test func cellsAreTextsOfTheSchema() throws {
        let (cells, _) = try completed()
        let entries = cells.layout.entries
        let texts = { (features: [Float]) in entries.map { cells.cellText(forFeatures: features, entry: $0) } }
        #expect(texts([0, 0.5, 0.2, 0.3, 0.5]) == ["2.5", "yes", "green"])
        #expect(texts([1, 0.49, 0.5, 0.5, 0]) == ["3.316", "no", "blue"])
        #expect(texts([.nan, .nan, .nan, .nan, .nan]) == ["2.5", "no", "blue"])
        #expect(texts([.nan, 2, .nan, -1, .nan]) == ["2.5", "yes", "brown"])
        #expect(texts([.infinity, -1, -3, -2, -1])[0] == "1.79769313e+308")
    }

    @Test func aConstantBinaryColumnHasOneText() throws {
        let table = try csvTable("x,y\nyes,1\n,2\n")
        let schema = try Schema.infer(from: table, declared: ["x": .binary]).schema
        let layout = FeatureLayout(schema)
        let cells = CompletedCells(schema: schema, layout: layout, atoms: .none)
        let entry = layout.entries(of: .binary)[0]
        #expect(cells.cellText(forFeatures: [0, 0.9], entry: entry) == "yes")
    }

    @Test func noMissingCellIsLeft() throws {
        let (cells, table) = try completed()
        let row: [Float] = [1, 0.9, 0, 1, 0]
        let bytes = table.bytes(replacing: try cells.replacements(in: table, values: row + row + row + row))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "x,flag,eyes,none,id\n1.5,no,blue,0,a\n2.5,yes,green,0,b\n3.316,yes,brown,0,\n3.5,no,brown,0,d\n")
    }

    @Test func aNumberNeverReadsAsMissing() throws {
        let table = try csvTable("x,y\n-9,1\n-7,2\n-8,3\n-9,4\n0,5\n", CSVOptions(missingTokens: ["", "-9", "0"]))
        let schema = try Schema.infer(from: table).schema
        let layout = FeatureLayout(schema)
        let values = [Float](repeating: -3, count: 2 * 5)  // −3 sd of x is −9
        let cells = CompletedCells(schema: schema, layout: layout, atoms: .none)
        let bytes = table.bytes(replacing: try cells.replacements(in: table, values: values))
        let again = try Table.parse(bytes, name: "t.csv", options: table.options)
        #expect((0..<5).allSatisfy { !again.isMissing(row: $0, column: 0) })
        #expect(again.text(row: 0, column: 0) == "-9.0")
    }

    @Test func anEmptyTextInOneColumnIsARow() throws {
        let table = try csvTable("a\n1")
        #expect(String(decoding: table.bytes { _, _ in "" }, as: UTF8.self) == "a\n\"\"")
    }
}
