import LacunaCore
import Testing

@Suite struct ColumnUnitsTests {
    /// What an author encodes is what the table holds, whatever the units.
    @Test func encodedNumbersAreThoseOfTheTable() throws {
        let table = try csvTable("x,group\n0.1,a\n0.7,b\n1e9,a\n-3.3333,b\n12.25,a\n,b\n")
        let schema = try Schema.infer(from: table, declared: ["x": .continuous]).schema
        let layout = FeatureLayout(schema)
        let dataset = try Dataset(table: table, schema: schema, layout: layout)
        let units = try #require(layout.entries.first).units
        #expect(units == schema.columns[0].units && layout.entries[1].units == .identity)
        for (row, number) in [0.1, 0.7, 1e9, -3.3333, 12.25].enumerated() {
            #expect(units.encoded(number) == Double(dataset.values[row * layout.featureCount]))
            #expect(abs(units.original(units.encoded(number)) - number) <= 1e-6 * units.scale)
        }
    }

    @Test func farNumbersAreBounded() {
        let units = ColumnUnits(centre: -1e308, scale: 1e-3)
        #expect(units.encoded(1e308) == 1e9 && units.encoded(-1e308) == 0)
        #expect(ColumnUnits(centre: 1, scale: 1e-3).encoded(-1e300) == -1e9)
        #expect(ColumnUnits.identity.encoded(0.1) == Double(Float(0.1)))
        #expect(ColumnBlock(kind: .continuous, names: ["a"], widths: [1], features: 0..<1).units == [.identity])
    }

    /// A layout that no schema stands behind is encoded as it is.
    @Test func layoutsOfWidthsHaveNoUnits() {
        let layout = FeatureLayout(columns: [("x", .continuous, 1), ("y", .categorical, 3)])
        #expect(layout.entries.allSatisfy { $0.units == .identity })
    }
}
