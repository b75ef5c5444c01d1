import Lacuna
import LacunaTestKit
import Testing

@Suite struct AtRandomMaskTests {
    private typealias Support = MaskTestSupport

    private static let table = Support.normalTable(rows: 4000, columns: 7, seed: 1)

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(AtRandomMask())
        #expect(report.passed, "\(report)")
    }

    /// Two of seven columns stay complete; 4000 cells of each other column are off the rate by .05 with a probability
    /// below 5e-9 (Hoeffding), any of the ten by less than 5e-8.
    @Test func theRateIsReachedAndSomeColumnsStayComplete() throws {
        for rate in [0.2, 0.6] {
            var generator = AtRandomMask()
            generator.rate = rate
            let mask = try generator.mask(Self.table, using: RandomStream(seed: 2))
            let shares = (0..<7).map { Support.removedShare(mask, column: $0, of: Self.table) }
            #expect(shares.count { $0 == 0 } == 2)
            #expect(shares.allSatisfy { $0 == 0 || abs($0 - rate) < 0.05 }, "\(shares)")
        }
    }

    /// At random: other values in the columns that lose cells give the same mask, in those that stay complete another one.
    @Test func theMaskHangsOnTheCompleteColumnsAlone() throws {
        let mask = try AtRandomMask().mask(Self.table, using: RandomStream(seed: 3))
        let complete = (0..<7).filter { Support.removedShare(mask, column: $0, of: Self.table) == 0 }
        #expect(complete.count == 2)
        for (isChanged, isSame) in [({ !complete.contains($0) }, true), ({ complete.contains($0) }, false)]
            as [((Int) -> Bool, Bool)]
        {
            var other = Self.table
            for cell in other.values.indices where isChanged(cell % 7) { other.values[cell] = Double(cell % 13) }
            #expect(try (AtRandomMask().mask(other, using: RandomStream(seed: 3)) == mask) == isSame)
        }
    }

    /// The logit of a cell has variance 1 over the rows: rows in which a cell goes differ from others in the complete
    /// columns, by far more than chance (a standard error of .03).
    @Test func completeColumnsTellWhatGoes() throws {
        let mask = try AtRandomMask().mask(Self.table, using: RandomStream(seed: 3))
        let complete = (0..<7).filter { Support.removedShare(mask, column: $0, of: Self.table) == 0 }
        for column in 0..<7 where !complete.contains(column) {
            let flags = Support.flags(mask, column: column, of: Self.table)
            let gaps = complete.map { determining in
                let (kept, removed) = (
                    Self.mean(determining, where: flags), Self.mean(determining, where: flags.map { !$0 })
                )
                return abs(kept - removed)
            }
            #expect((gaps.max() ?? 0) > 0.3)
        }
    }

    private static func mean(_ column: Int, where flags: [Bool]) -> Double {
        let rows = flags.indices.filter { flags[$0] }
        return rows.reduce(0) { $0 + table.value(row: $1, column: column) } / Double(rows.count)
    }

    @Test func mistakesAreSentences() {
        var generator = AtRandomMask()
        generator.rate = 0
        generator.observedShare = 1.5
        #expect(generator.allProblems().map(\.key) == ["rate", "observedShare"])
        let single = Support.table([[1], [2]], columns: Support.columns(["a"]))
        #expect(
            Support.problems(AtRandomMask(), single).first?.contains("the table has 1, so that no rate can be reached")
                == true)
    }
}
