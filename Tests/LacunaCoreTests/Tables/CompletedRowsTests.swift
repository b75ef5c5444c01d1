import LacunaCore
import Testing

@Suite("Completed rows")
struct CompletedRowsTests {
    private static let schema = Schema(columns: [
        Column(name: "kind", kind: .categorical, categories: ["1", "2.5", "4"], observedCount: 3),
        Column(name: "size", kind: .continuous, mean: 10, standardDeviation: 2, observedCount: 3),
        Column(name: "note", kind: .ignore),
        Column(name: "flag", kind: .binary, categories: ["0", "1"], observedCount: 3),
        Column(name: "empty", kind: .continuous, missingCount: 3, isAllMissing: true),
    ])

    @Test("fill what is missing and keep what is there")
    func filling() throws {
        let layout = FeatureLayout(Self.schema)
        // Features: size, flag, kind one-hot.
        #expect(layout.entries.map(\.name) == ["size", "flag", "kind"])
        let rows: [[Double?]] = [[nil, nil, nil, nil, nil], [4, -0.0, 8, 1, 6], [.nan, 3, nil, nil, nil]]
        let values: [Float] = [0.25, 0.4, 0.1, 0.7, 0.2] + [9, 9, 9, 9, 9] + [9, 0.5, 0.6, 0.3, 0.1]
        let complete = try CompletedRows(schema: Self.schema, layout: layout, atoms: .none).completing(rows, by: values)
        #expect(complete[0].map { $0.isNaN ? -1 : $0 } == [2.5, 10.5, -1, 0, 0])
        #expect(complete[1].map(\.bitPattern) == [4, -0.0, 8, 1, 6].map { (number: Double) in number.bitPattern })
        #expect(complete[2].map { $0.isNaN ? -1 : $0 } == [1, 3, -1, 1, 0])
    }

    @Test("cannot hold texts")
    func texts() {
        var schema = Self.schema
        schema.columns[0].categories[1] = "two"
        let problems = dataProblems {
            _ = try CompletedRows(schema: schema, layout: FeatureLayout(schema), atoms: .none)
        }
        #expect(
            problems == [
                "column \"kind\" holds texts, such as \"two\", which rows of numbers cannot; pass a Table in place of an array"
            ])
    }
}
