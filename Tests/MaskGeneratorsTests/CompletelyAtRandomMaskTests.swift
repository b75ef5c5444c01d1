import Lacuna
import LacunaTestKit
import Testing

@Suite struct CompletelyAtRandomMaskTests {
    private static func generator(_ rate: Double) -> CompletelyAtRandomMask {
        var generator = CompletelyAtRandomMask()
        generator.rate = rate
        return generator
    }

    private static func table(_ rows: Int, _ columns: Int) -> MaskableTable {
        MaskableTable(
            columnNames: (0..<columns).map { "x\($0)" }, rowCount: rows,
            observed: [Bool](repeating: true, count: rows * columns),
            values: [Double](repeating: 0, count: rows * columns))
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(CompletelyAtRandomMask())
        #expect(report.passed, "\(report)")
    }

    /// ⌊rate · rows · columns⌋ in decimal: 0.29 · 100 is 29, although in binary it is a little less.
    @Test func exactlyTheShareGoes() throws {
        let cases: [(rate: Double, rows: Int, columns: Int, removed: Int)] = [
            (0.5, 7, 3, 10), (0.1, 10, 7, 7), (0.999, 5, 5, 24), (0.25, 1, 2, 0), (0.29, 10, 10, 29),
        ]
        for item in cases {
            let mask = try Self.generator(item.rate).mask(
                Self.table(item.rows, item.columns), using: RandomStream(seed: 1))
            #expect(mask.filter { !$0 }.count == item.removed, "\(item)")
        }
    }

    /// Every cell goes equally often: 20 000 masks of 12 cells, each share within .021 of ½; by Hoeffding's inequality
    /// and the union bound a false alarm has a probability below 5e-7.
    @Test func everyCellIsAsLikelyToGo() throws {
        let count = 20_000
        var removed = [Int](repeating: 0, count: 12)
        let generator = Self.generator(0.5), table = Self.table(4, 3)
        for index in 0..<count {
            let mask = try generator.mask(table, using: RandomStream(seed: 5).child(index))
            for cell in mask.indices where !mask[cell] { removed[cell] += 1 }
        }
        let worst = removed.map { abs(Double($0) / Double(count) - 0.5) }.max() ?? 1
        #expect(worst < 0.021)
    }

    @Test func aRateOutsideIsRefused() {
        #expect(Self.generator(0).allProblems().map(\.message) == ["must be greater than 0 and less than 1, not 0"])
        #expect(Self.generator(1).allProblems().count == 1)
    }
}
