import LacunaCore
import Testing

@Suite struct DatasetTests {
    private let text =
        "eyes,age,flag,id,sex,height\nblue,30,1,a,m,1.5\n,40,0,b,f,\ngreen,,,c,,2.5\nbrown,50,1,d,f,3.5\n"

    private func encoded() throws -> (Table, Schema, FeatureLayout, Dataset) {
        let table = try csvTable(text)
        let schema = try Schema.infer(from: table, declared: ["id": .ignore]).schema
        let layout = FeatureLayout(schema)
        return (table, schema, layout, try Dataset(table: table, schema: schema, layout: layout))
    }

    @Test func featuresAreGroupedByKind() throws {
        let (_, schema, layout, _) = try encoded()
        let units = schema.columns.map(\.units)
        #expect(units[1].centre == 40 && abs(units[1].scale - (200.0 / 3).squareRoot()) < 1e-12)
        #expect(units[2] == .identity)
        let expected = [
            FeatureEntry(columnIndex: 1, name: "age", kind: .continuous, offset: 0, width: 1, units: units[1]),
            FeatureEntry(columnIndex: 5, name: "height", kind: .continuous, offset: 1, width: 1, units: units[5]),
            FeatureEntry(columnIndex: 2, name: "flag", kind: .binary, offset: 2, width: 1),
            FeatureEntry(columnIndex: 4, name: "sex", kind: .binary, offset: 3, width: 1),
            FeatureEntry(columnIndex: 0, name: "eyes", kind: .categorical, offset: 4, width: 3),
        ]
        #expect(layout.entries == expected && layout.featureCount == 7)
        #expect(layout.range(of: .continuous) == 0..<2 && layout.range(of: .binary) == 2..<4)
        #expect(layout.range(of: .categorical) == 4..<7 && layout.range(of: .ignore).isEmpty)
        #expect(layout.entries(of: .binary) == Array(expected[2...3]))
        let empty = FeatureLayout(columns: [("a", .ignore, 1), ("b", .continuous, 0), ("c", .categorical, 0)])
        #expect(empty.featureCount == 0 && empty.range(of: .continuous).isEmpty)
        // The kinds of columns without any observed cell are kept.
        let kinds: [ColumnKind] = [.continuous, .categorical]
        #expect(empty.emptyColumns == zip(["b", "c"], kinds).map { EmptyColumn(name: $0, kind: $1) })
        let nothing = Dataset(layout: empty, rowCount: 3, values: [], observed: [])
        #expect(nothing.columnMissingness.map(\.kind) == kinds)
    }

    @Test func cellsAreEncoded() throws {
        let (_, _, _, dataset) = try encoded()
        let unit = Float((1.5 as Double).squareRoot())
        let expected: [Float] = [
            -unit, -unit, 1, 1, 1, 0, 0,
            0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 1,
            unit, unit, 1, 0, 0, 1, 0,
        ]
        #expect(zip(dataset.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        let observed: [UInt8] = [
            1, 1, 1, 1, 1, 1, 1,
            1, 0, 1, 1, 0, 0, 0,
            0, 1, 0, 0, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1,
        ]
        #expect(dataset.observed == observed && dataset.hasMissing)
    }

    @Test func nothingSurvivesInMissingCells() throws {
        let layout = FeatureLayout(columns: [("c", .categorical, 2), ("x", .continuous, 1)])
        let values: [Float] = [.nan, .infinity, 7, -0.0, 1, 0, 3, .nan, 1]
        let observed: [UInt8] = [0, 0, 0, 255, 1, 1, 1, 0, 1]
        let dataset = Dataset(layout: layout, rowCount: 3, values: values, observed: observed)
        #expect(dataset.values == [0, 0, 0, 0, 1, 0, 3, 0, 0])
        #expect(dataset.observed == [0, 0, 0, 1, 1, 1, 1, 0, 0])
        #expect(dataset.values[3].sign == .plus)
        let other = try csvTable(text.replacing("NA", with: ""))
        let schema = try Schema.infer(from: other).schema
        let numbers = try Dataset(table: other, schema: schema, layout: FeatureLayout(schema))
        #expect(zip(numbers.values, numbers.observed).allSatisfy { $1 == 1 || $0 == 0 })
    }

    @Test func subsetsKeepTheOrderAsked() throws {
        let (_, _, layout, dataset) = try encoded()
        let subset = dataset.subset(rows: [3, 0, 3])
        #expect(subset.rowCount == 3)
        let row = { (data: Dataset, row: Int) in Array(data.values[row * 7..<(row + 1) * 7]) }
        #expect(
            row(subset, 0) == row(dataset, 3) && row(subset, 1) == row(dataset, 0) && row(subset, 2) == row(dataset, 3))
        #expect(!subset.hasMissing && subset.layout == layout)
        #expect(dataset.subset(rows: []).values.isEmpty)
    }

    @Test func columnOrderOfTheFileDoesNotMatter() throws {
        let (_, schema, layout, dataset) = try encoded()
        let shuffled = try csvTable(
            "height,id,age,eyes,sex,flag\n1.5,a,30,blue,m,1\n,b,40,,f,0\n2.5,c,,green,,\n3.5,d,50,brown,f,1\n")
        let other = try Dataset(table: shuffled, schema: schema, layout: layout)
        #expect(other.values == dataset.values && other.observed == dataset.observed)
    }
}
