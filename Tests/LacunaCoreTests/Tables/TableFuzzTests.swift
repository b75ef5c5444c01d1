import LacunaCore
import Testing

/// Random and mutated files must be read or refused, never trap; what is read must come back byte for byte and pass
/// through the whole way to a completed file.
@Suite struct TableFuzzTests {
    private func tryOut(_ bytes: [UInt8], accepted: inout Int) throws {
        let table: Table
        do { table = try Table.parse(bytes, name: "f.csv") } catch {
            #expect(!error.problems.isEmpty && error.problems.count <= 12)
            return
        }
        let same = table.bytes { _, _ in nil } == bytes
        if !same { Issue.record("not the same bytes: \(bytes)") }
        let inferred: (schema: Schema, notes: [String])
        do { inferred = try Schema.infer(from: table) } catch { return }
        let layout = FeatureLayout(inferred.schema)
        let dataset = try Dataset(table: table, schema: inferred.schema, layout: layout)
        _ = try TableSummary(table: table, schema: inferred.schema).lines
        let completed = CompletedCells(schema: inferred.schema, layout: layout, atoms: .none)
        let filled = table.bytes(replacing: try completed.replacements(in: table, values: dataset.values))
        let again = try Table.parse(filled, name: "f.csv")
        var stillMissing = 0
        for (column, kind) in inferred.schema.columns.map(\.kind).enumerated() where kind != .ignore {
            for row in 0..<again.rowCount where again.isMissing(row: row, column: column) { stillMissing += 1 }
        }
        if stillMissing > 0 || !dataset.values.allSatisfy(\.isFinite) { Issue.record("left over: \(bytes)") }
        accepted += 1
    }

    @Test func randomBytesNeverTrap() throws {
        var generator = TableTestGenerator(state: 1)
        let alphabet = Array("\"\"\"\n\r,,,;ab019.-+eEnNAif \t\u{FEFF}é\0".utf8) + [0xFF]
        var accepted = 0
        for round in 0..<6000 {
            let count = Int.random(in: 0...(round % 40), using: &generator)
            let bytes = (0..<count).map { _ in
                round % 8 == 0
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            try tryOut(Array("x,y\n".utf8.prefix(round % 5)) + bytes, accepted: &accepted)
        }
        #expect(accepted > 50)
    }

    @Test func mutatedFilesNeverTrap() throws {
        var generator = TableTestGenerator(state: 2)
        let seed = Array(
            ("\u{FEFF}id,size,sex,\"a \"\"b\"\"\",flag\r\n1,1.5e300,male,x,0\r\n2,,female,\"y,\nz\",1\n3,-2,NA,,\n"
                + "4,1e-320,male,z,1\n5,-1.7e308,male,\"w\",0\n6,1.7e308,,w,1\n").utf8)
        let pieces = ["\"", ",", "\n", "\r\n", "NA", "inf", "1e999", "-0", "\"\"", "é", "0x1", ";"].map {
            Array($0.utf8)
        }
        var accepted = 0
        for _ in 0..<6000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 2: bytes.insert(contentsOf: pieces.randomElement(using: &generator) ?? [], at: place)
                default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...9, using: &generator)))
                }
            }
            try tryOut(bytes, accepted: &accepted)
        }
        #expect(accepted > 500)
    }
}
