import Lacuna
import LacunaTestKit
import Testing

@Suite struct ThresholdMaskTests {
    private typealias Support = MaskTestSupport

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(ThresholdMask())
        #expect(report.passed, "\(report)")
    }

    /// Means of the cells that are there: a 2, b 0, c 10. The first two of four columns lose what lies above, and b a cell
    /// that is equal to its mean not.
    @Test func theFirstHalfLosesWhatLiesAboveTheMean() throws {
        let table = Support.table(
            [[1, 0, 4, 7], [2, -1, 16, 8], [3, 1, 10, 9], [.nan, 0, 10, 6]],
            columns: Support.columns(["a", "b", "c", "d"]))
        let mask = try ThresholdMask().mask(table, using: RandomStream(seed: 1))
        #expect(Support.flags(mask, column: 0, of: table) == [true, true, false, false])
        #expect(Support.flags(mask, column: 1, of: table) == [true, true, false, true])
        #expect(Support.flags(mask, column: 2, of: table) == [true, true, true, true])
        #expect(Support.flags(mask, column: 3, of: table) == [true, true, true, true])
        var below = ThresholdMask()
        below.direction = .below
        below.columns = ["c", "a"]
        let other = try below.mask(table, using: RandomStream(seed: 1))
        #expect(Support.flags(other, column: 0, of: table) == [false, true, true, false])
        #expect(Support.flags(other, column: 1, of: table) == [true, true, true, true])
        #expect(Support.flags(other, column: 2, of: table) == [false, true, true, true])
    }

    /// Cells come in the order of the layout; the first half is that of the continuous columns in the table.
    @Test func theHalfIsThatOfTheTablesOrder() throws {
        let columns = [
            MaskableColumn(name: "third", position: 3), MaskableColumn(name: "first", position: 0),
            MaskableColumn(name: "second", position: 2), MaskableColumn(name: "flag", kind: .binary, position: 1),
        ]
        let table = Support.table([[0, 0, 0, 0], [1, 1, 1, 1]], columns: columns)
        #expect(
            try ThresholdMask().mask(table, using: RandomStream(seed: 1))
                == [true, true, true, true, true, false, true, true])
        var named = ThresholdMask()
        named.columns = ["flag"]
        #expect(
            try named.mask(table, using: RandomStream(seed: 1)) == [true, true, true, true, true, true, true, false])
    }

    /// The second cell is the first one but for the rounding of a Float, and lies a little above the mean.
    @Test func roundingIsNotAbove() throws {
        let third = Double(Float(1) / 3)
        let values = [[third, 1], [third * (1 + 1e-8), 1], [third - 1, 1], [third + 1, 1]]
        let table = Support.table(values, columns: Support.columns(["a", "b"]))
        let mask = try ThresholdMask().mask(table, using: RandomStream(seed: 1))
        #expect(Support.flags(mask, column: 0, of: table) == [true, true, true, false])
    }

    @Test func mistakesAreSentences() {
        let table = Support.table([[1, 2], [1, 3]], columns: Support.columns(["same", "other"]))
        var generator = ThresholdMask()
        generator.columns = ["same"]
        #expect(
            Support.problems(generator, table) == [
                "the mask \"threshold\": the column \"same\" is constant, so that no cell lies above its mean; leave it out"
            ])
        generator.columns = ["smae", "ohter"]
        #expect(Support.problems(generator, table).count == 2)
        let single = Support.table([[1], [2]], columns: Support.columns(["a"]))
        #expect(
            Support.problems(ThresholdMask(), single).first?.contains("but the table has 1; name in columns") == true)
    }
}
