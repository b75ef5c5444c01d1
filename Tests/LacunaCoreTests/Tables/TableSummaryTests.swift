import Foundation
import LacunaCore
import Testing

@Suite struct TableSummaryTests {
    private func penguins() throws -> Table {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: root.appendingPathComponent("Examples/Data/penguins.csv"))
        return try Table.parse(Array(data), name: "penguins.csv")
    }

    @Test func penguinsAreSummedUp() throws {
        let table = try penguins()
        let (schema, notes) = try Schema.infer(from: table)
        #expect(notes.count == 1)
        let summary = try TableSummary(table: table, schema: schema)
        #expect(summary.rowCount == 344 && summary.missingCellCount == 19)
        #expect(summary.completeRowCount == 333 && summary.fullyMissingRowCount == 0 && summary.patternCount == 3)
        #expect(summary.patterns.map(\.rowCount) == [333, 9, 2] && summary.patterns[1].missingColumns == ["sex"])
        let sex = summary.columns[6]
        #expect(sex.kind == .binary && sex.missingCount == 11 && sex.distinctCount == 2)
        #expect(sex.categories.map(\.text) == ["male", "female"] && sex.categories.map(\.count) == [168, 165])
        let bill = summary.columns[2]
        #expect(bill.minimum == 32.1 && bill.maximum == 59.6 && bill.distinctCount == 164)
        #expect(abs((bill.mean ?? 0) - 43.92193) < 1e-5)
        let data = try JSONEncoder().encode(summary)
        #expect(try JSONDecoder().decode(TableSummary.self, from: data) == summary)
    }

    @Test func linesAreAligned() throws {
        let table = try csvTable("size,eyes,none\n1.5,blue,\n2.5,green,\n,blue,\n,,\n")
        let summary = try TableSummary(table: table, schema: try Schema.infer(from: table).schema)
        let expected = """
            t.csv: 4 rows, 3 columns, 7 of 12 cells missing (58.3 %)
            complete rows: 0; rows without any observed value: 1

            column  kind        observed  missing    share  distinct  mean   sd  min  max  most frequent
            size    continuous         2        2   50.0 %         2     2  0.5  1.5  2.5
            eyes    binary             3        1   25.0 %         2                       blue (2), green (1)
            none    continuous         0        4  100.0 %         0

            patterns of missing columns: 3
            rows   share  missing
               2  50.0 %  none
               1  25.0 %  size, none
               1  25.0 %  size, eyes, none
            """
        #expect(summary.lines.joined(separator: "\n") == expected)
    }
}
