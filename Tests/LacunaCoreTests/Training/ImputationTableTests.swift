import LacunaTensors
import Testing

@testable import LacunaCore

/// What training keeps of the imputations: start values, cells read and written, size.
@Suite struct ImputationTableTests {
    /// A continuous, a binary and a categorical column of three categories; row 2 is complete, row 4 is empty.
    ///
    /// The cells of a row, in the order of the features; `nil` where missing, a category as its number.
    private static let rows: [(Float?, Float?, Int?)] = [
        (1.5, nil, 0), (nil, 1, nil), (-0.5, 0, 2), (0.25, 1, nil), (nil, nil, nil), (nil, 0, 2),
    ]
    private static let width = 5

    private static func dataset(_ rows: [(Float?, Float?, Int?)] = rows) -> Dataset {
        var values: [Float] = [], observed: [UInt8] = []
        for (number, flag, category) in rows {
            values += [number ?? 77, flag ?? 77] + (0..<3).map { $0 == category ? 1 : 0 }
            observed += [number == nil ? 0 : 1, flag == nil ? 0 : 1]
            observed += [UInt8](repeating: category == nil ? 0 : 1, count: 3)
        }
        return Dataset(
            layout: FeatureLayout(columns: [("n", .continuous, 1), ("b", .binary, 1), ("c", .categorical, 3)]),
            rowCount: rows.count, values: values, observed: observed)
    }

    private static func read(_ table: ImputationTable, _ row: Int) -> [[Float]] {
        var cells = [Float](repeating: .nan, count: table.count * width)
        cells.withUnsafeMutableBufferPointer { cells in
            if let base = cells.baseAddress { table.read(row: row, into: base) }
        }
        return (0..<table.count).map { Array(cells[$0 * width..<($0 + 1) * width]) }
    }

    @Test func startValuesComeFromTheObservedCellsOfTheColumn() {
        let dataset = Self.dataset()
        let count = 200
        let table = ImputationTable(dataset, count: count, stream: RandomStream(seed: 5))
        var numbers: Set<Float> = [], flags: Set<Float> = [], blocks: Set<[Float]> = []
        for (row, cells) in Self.rows.enumerated() {
            for imputation in Self.read(table, row) {
                if let number = cells.0 { #expect(imputation[0] == number) } else { numbers.insert(imputation[0]) }
                if let flag = cells.1 { #expect(imputation[1] == flag) } else { flags.insert(imputation[1]) }
                if let category = cells.2 {
                    #expect(imputation[2 + category] == 1)
                } else {
                    blocks.insert(Array(imputation[2...4]))
                }
            }
        }
        // Each of these is drawn at least 200 times with probability 1/3 or more: a value is missed with less than 1e-35.
        #expect(numbers == [1.5, -0.5, 0.25] && flags == [0, 1])
        // Whole categories, as often as observed: 0 once, 2 twice, 1 never.
        #expect(blocks == [[1, 0, 0], [0, 0, 1]])
        let twos = [1, 3, 4].flatMap { Self.read(table, $0) }.count { $0[4] == 1 }
        // Binomial(600, 2/3): 400 ± 11.5; five and a half deviations are left with probability 4e-8.
        #expect(abs(Double(twos) - 400) < 64)
    }

    /// The start of a row is a function of the seed and the row.
    @Test func theSameSeedGivesTheSame() {
        let tables = [1, 1, 2].map { ImputationTable(Self.dataset(), count: 40, stream: RandomStream(seed: $0)) }
        #expect(tables[0].contents == tables[1].contents && tables[0].contents != tables[2].contents)
        #expect(Self.read(tables[0], 4).count == 40 && Set(Self.read(tables[0], 4)).count > 1)
    }

    /// A column without any observed cell starts at 0, and nothing else is 77, what stood in missing cells.
    @Test func columnsWithoutObservedCellsStartAtZero() {
        let rows: [(Float?, Float?, Int?)] = [(nil, 1, 1), (nil, nil, nil)]
        let table = ImputationTable(Self.dataset(rows), count: 3, stream: RandomStream(seed: 1))
        #expect(Self.read(table, 0).allSatisfy { $0 == [0, 1, 0, 1, 0] })
        #expect(Self.read(table, 1).allSatisfy { $0 == [0, 1, 0, 1, 0] })
    }

    @Test func writtenCellsAreReadAgain() {
        let table = ImputationTable(Self.dataset(), count: 3, stream: RandomStream(seed: 5))
        let before = (0..<Self.rows.count).map { Self.read(table, $0) }
        // What is observed is not overwritten.
        table.write([9, 8, 7, 6, 5], row: 1, imputation: 2)
        table.write([0.125, 0.5, 0, 1, 0], row: 4, imputation: 0)
        table.write([9, 8, 7, 6, 5], row: 2, imputation: 1)
        var expected = before
        expected[1][2] = [9, 1, 7, 6, 5]
        expected[4][0] = [0.125, 0.5, 0, 1, 0]
        let after = (0..<Self.rows.count).map { Self.read(table, $0) }
        #expect(after == expected)

        let other = ImputationTable(Self.dataset(), count: 3, stream: RandomStream(seed: 6))
        #expect(other.contents != table.contents && other.restore(table.contents))
        #expect((0..<Self.rows.count).map { Self.read(other, $0) } == expected)
        #expect(!other.restore(Array(table.contents.dropLast())) && !other.restore(table.contents + [1]))
        #expect(other.contents == table.contents)
    }

    @Test func completeRowsTakeNoRoom() {
        let dataset = Self.dataset()
        // Missing features: 1 + 4 + 0 + 3 + 5 + 1.
        let table = ImputationTable(dataset, count: 7, stream: RandomStream(seed: 5))
        #expect(table.contents.count == 14 * 7)
        #expect(ImputationTable.byteCount(of: dataset, count: 7) == 14 * 7 * 4 && table.size == "392 bytes")
        #expect((0..<6).map(table.hasMissing) == [true, true, false, true, true, true])
        let complete = Self.dataset([(1, 0, 1), (2, 1, 0)])
        #expect(ImputationTable.byteCount(of: complete, count: 1000) == 0)
        let none = ImputationTable(complete, count: 2, stream: RandomStream(seed: 1))
        #expect(none.contents.isEmpty && Self.read(none, 1) == [[2, 1, 1, 0, 0], [2, 1, 1, 0, 0]])
        #expect(ImputationTable.byteCount(of: dataset, count: .max) == .max)
    }

    @Test func tooLargeTablesAreRefused() throws {
        let dataset = Self.dataset()
        // 56 bytes an imputation: 8 of them are not half of 896 bytes yet, 9 are more.
        #expect(throws: Never.self) { try ImputationTable.check(dataset, count: 8, available: 896) }
        let error = #expect(throws: LacunaError.self) {
            try ImputationTable.check(dataset, count: 9, available: 896)
        }
        #expect(error?.kind == .configuration)
        #expect(
            error?.problems == [
                "bound.imputationCount: 9 imputations of 6 rows would take 504 bytes of memory, but there are 896 bytes, "
                    + "of which half may be used; choose at most 8"
            ])
        let tiny = #expect(throws: LacunaError.self) { try ImputationTable.check(dataset, count: 1, available: 100) }
        #expect(tiny?.description.hasSuffix("train on fewer rows") == true)
        #expect(throws: LacunaError.self) { try ImputationTable.check(dataset, count: .max, available: .max / 4) }
        #expect(throws: Never.self) {
            try ImputationTable.check(Self.dataset([(1, 0, 1)]), count: 1_000_000, available: 1)
        }
    }
}
