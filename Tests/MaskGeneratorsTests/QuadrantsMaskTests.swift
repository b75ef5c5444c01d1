import Lacuna
import LacunaTestKit
import Testing

@Suite struct QuadrantsMaskTests {
    private typealias Support = MaskTestSupport

    private static func generator(_ count: Int, width: Int? = nil) -> QuadrantsMask {
        var generator = QuadrantsMask()
        generator.count = count
        generator.width = width
        return generator
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(QuadrantsMask())
        #expect(report.passed, "\(report)")
    }

    /// Images of 3 lines of 4 pixels; the middle line belongs to the lower half. The quadrants, by hand:
    private static let quadrants = [0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3]

    /// As many quadrants of each row go as asked for, as a whole; every quadrant equally often: in 4000 rows each share is
    /// within .05 of the expected one, by Hoeffding's inequality and the union bound with a false alarm below 6e-8 in all.
    @Test func wholeQuadrantsGoEquallyOften() throws {
        let table = Support.normalTable(rows: 4000, columns: 12, seed: 1)
        for count in 1...3 {
            let mask = try Self.generator(count, width: 4).mask(table, using: RandomStream(seed: 2))
            var removed = [Int](repeating: 0, count: 4)
            var wholeCount = 0
            for row in 0..<4000 {
                let cells = (0..<12).filter { !mask[row * 12 + $0] }
                let gone = Set(cells.map { Self.quadrants[$0] })
                let isWhole = cells == (0..<12).filter { gone.contains(Self.quadrants[$0]) }
                if isWhole, gone.count == count { wholeCount += 1 }
                for quadrant in gone { removed[quadrant] += 1 }
            }
            #expect(wholeCount == 4000)
            #expect(removed.allSatisfy { abs(Double($0) / 4000 - Double(count) / 4) < 0.05 })
        }
    }

    /// Two by two pixels, whose cells come in another order than the columns of the table: one pixel a quadrant.
    @Test func pixelsHaveTheOrderOfTheTable() throws {
        let columns = [2, 0, 3, 1].map { MaskableColumn(name: "p\($0)", position: $0) }
        let table = Support.table([[0, 0, 0, 0]], columns: columns)
        let ordered = Support.table([[0, 0, 0, 0]], columns: columns.sorted { $0.position < $1.position })
        for seed in 0..<10 as Range<UInt64> {
            let mask = try Self.generator(2).mask(table, using: RandomStream(seed: seed))
            let expected = try Self.generator(2).mask(ordered, using: RandomStream(seed: seed))
            #expect([mask[1], mask[3], mask[0], mask[2]] == expected)
        }
    }

    @Test func mistakesAreSentences() {
        #expect(
            Self.generator(4, width: 0).allProblems().map(\.message) == [
                "must lie between 1 and 3, not 4", "must be at least 1 (or be null), not 0",
            ])
        let five = Support.normalTable(rows: 2, columns: 5, seed: 1)
        #expect(
            Support.problems(QuadrantsMask(), five) == [
                "the mask \"quadrants\": the 5 columns (without those that are ignored or always missing) are no square "
                    + "image; give the pixels of a line by width"
            ])
        #expect(Support.problems(Self.generator(2, width: 2), five).first?.contains("are no lines of 2;") == true)
        #expect(
            Support.problems(Self.generator(2, width: 5), five).first?.contains("1 by 5 pixels has no quadrants")
                == true)
    }
}
