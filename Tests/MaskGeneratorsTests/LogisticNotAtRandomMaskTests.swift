import Lacuna
import LacunaTestKit
import Testing

@Suite struct LogisticNotAtRandomMaskTests {
    private typealias Support = MaskTestSupport

    private static let table = Support.normalTable(rows: 4000, columns: 7, seed: 1)

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(LogisticNotAtRandomMask())
        #expect(report.passed, "\(report)")
    }

    /// 4000 cells a column are off the rate by .05 with a probability below 5e-9 (Hoeffding), any of the seven by less
    /// than 4e-8.
    @Test func theRateIsReachedInEveryColumn() throws {
        var generator = LogisticNotAtRandomMask()
        generator.rate = 0.3
        let mask = try generator.mask(Self.table, using: RandomStream(seed: 2))
        for column in 0..<7 {
            #expect(abs(Support.removedShare(mask, column: column, of: Self.table) - 0.3) < 0.05)
        }
    }

    /// Where `mar` leaves columns complete, cells go by chance alone, and from the others the same cells go: by values
    /// that may be missing themselves.
    @Test func onlyTheDeterminingColumnsDifferFromMissingAtRandom() throws {
        let mask = try LogisticNotAtRandomMask().mask(Self.table, using: RandomStream(seed: 3))
        let atRandom = try AtRandomMask().mask(Self.table, using: RandomStream(seed: 3))
        let complete = (0..<7).filter { Support.removedShare(atRandom, column: $0, of: Self.table) == 0 }
        #expect(complete.count == 2)
        var changed = Self.table
        for cell in changed.values.indices { changed.values[cell] = Double(cell % 13) }
        let other = try LogisticNotAtRandomMask().mask(changed, using: RandomStream(seed: 3))
        for column in 0..<7 {
            let flags = Support.flags(mask, column: column, of: Self.table)
            let isDetermining = complete.contains(column)
            #expect((flags == Support.flags(atRandom, column: column, of: Self.table)) == !isDetermining)
            #expect((flags == Support.flags(other, column: column, of: Self.table)) == isDetermining)
        }
    }

    @Test func mistakesAreSentences() {
        var generator = LogisticNotAtRandomMask()
        generator.rate = -1
        generator.determiningShare = 0
        #expect(generator.allProblems().map(\.key) == ["rate", "determiningShare"])
        let single = Support.table([[1], [2]], columns: Support.columns(["a"]))
        #expect(
            Support.problems(LogisticNotAtRandomMask(), single).first?.hasPrefix("the mask \"logisticMNAR\" needs two")
                == true)
    }
}
