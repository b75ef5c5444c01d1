import Lacuna
import Testing

@testable import LacunaMaskGenerators

@Suite struct LogisticDeterminationTests {
    private typealias Support = MaskTestSupport

    /// ⌊share · columns⌋ columns determine, at least one and not all; together with the others they are all.
    @Test func theShareOfTheColumnsDetermines() throws {
        for (columns, share, count) in [(10, 0.3, 3), (10, 0.39, 3), (100, 0.29, 29), (2, 0.3, 1), (2, 0.99, 1)] {
            let table = Support.normalTable(rows: 3, columns: columns, seed: 1)
            let determination = try LogisticDetermination(
                table, share: share, mask: "m", using: RandomStream(seed: 2))
            #expect(determination.determining.count == count)
            #expect(Set(determination.determining + determination.others) == Set(0..<columns))
        }
    }

    /// Every column determines equally often: 4000 draws of one of four, each share within .065 of ¼; by Hoeffding's
    /// inequality and the union bound a false alarm has a probability below 2e-14.
    @Test func everyColumnIsAsLikelyToDetermine() throws {
        let table = Support.normalTable(rows: 2, columns: 4, seed: 1)
        var counts = [Int](repeating: 0, count: 4)
        for seed in 0..<4000 {
            let determination = try LogisticDetermination(
                table, share: 0.25, mask: "m", using: RandomStream(seed: 3).child(seed))
            for column in determination.determining { counts[column] += 1 }
        }
        #expect(counts.allSatisfy { abs(Double($0) / 4000 - 0.25) < 0.065 })
    }

    /// One column of two values, a half each, determines the other: its score is −1 or 1 whatever the coefficients, so that
    /// at the rate ½ cells go with probabilities σ(1) and σ(−1). 10 000 cells each are off by .032 with a probability below
    /// 3e-9 (Hoeffding).
    @Test(arguments: [ColumnKind.continuous, .binary, .categorical])
    func theScoreHasVarianceOne(_ kind: ColumnKind) throws {
        let columns = Support.columns(["a", "b"], kinds: [kind, kind])
        let table = Support.table((0..<20_000).map { [Double($0 % 2), Double($0 % 2)] }, columns: columns)
        let determination = try LogisticDetermination(table, share: 0.5, mask: "m", using: RandomStream(seed: 4))
        var kept = table.observed
        determination.removeOthers(from: &kept, rate: 0.5)
        let column = determination.others[0]
        let shares = (0...1).map { value in
            Double((0..<20_000).count { $0 % 2 == value && !kept[$0 * 2 + column] }) / 10_000
        }.sorted()
        #expect(abs(shares[0] - 0.268_941_4) < 0.032)
        #expect(abs(shares[1] - 0.731_058_6) < 0.032)
    }

    /// A cell of a determining column that is missing counts as an average one: here, between a −1 and a 1, as 0.
    @Test func missingCellsThatDetermineAreAverage() throws {
        let columns = Support.columns(["a", "b"])
        func mask(_ middle: Double) throws -> [Bool] {
            let levels = [-1, middle, 1]
            let rows: [[Double]] = (0..<3000).map { row in [levels[row % 3], levels[row % 3]] }
            let table = Support.table(rows, columns: columns)
            let determination = try LogisticDetermination(table, share: 0.5, mask: "m", using: RandomStream(seed: 5))
            var kept = [Bool](repeating: true, count: table.observed.count)
            determination.removeOthers(from: &kept, rate: 0.5)
            return kept
        }
        // Those that are missing do not count towards the rate, but by symmetry it is ½ with and without them.
        #expect(try mask(.nan) == mask(0))
    }

    /// Columns that are constant determine nothing and are not drawn, although they can lose cells; one of a category too.
    @Test func constantColumnsDoNotDetermine() throws {
        let columns = Support.columns(
            ["a", "b", "c", "d"], kinds: [.continuous, .categorical, .binary, .continuous])
        let table = Support.table((0..<40).map { [1, 2, 0, Double($0 % 3)] }, columns: columns)
        for seed in 0..<20 as Range<UInt64> {
            let determination = try LogisticDetermination(
                table, share: 0.5, mask: "m", using: RandomStream(seed: seed))
            #expect(determination.determining == [3] && determination.others == [0, 1, 2])
        }
    }

    /// Else cells would go completely at random, unsaid.
    @Test func allColumnsConstantIsASentence() {
        let columns = Support.columns(["a", "b"], kinds: [.continuous, .categorical])
        let table = Support.table((0..<40).map { [$0 % 2 == 0 ? 1 : .nan, 2] }, columns: columns)
        for generator in [AtRandomMask(), LogisticNotAtRandomMask()] as [any MaskGenerator] {
            let problems = Support.problems(generator, table)
            #expect(problems.count == 1 && problems.first?.contains("every column is constant") == true, "\(problems)")
        }
    }

    /// A column of −1 and 1 determines 40 others. Each has a coefficient of its own, whose sign is that of the difference
    /// between the shares that go: −.46 or .46, with a standard error of .07. That fewer than four of one sign are drawn
    /// has a probability below 2e-8.
    @Test func everyColumnHasCoefficientsOfItsOwn() throws {
        let rows = (0..<800).map { row in [Double](repeating: Double(row % 2 * 2 - 1), count: 41) }
        let table = Support.table(rows, columns: Support.columns((0..<41).map { "x\($0)" }))
        let determination = try LogisticDetermination(table, share: 0.01, mask: "m", using: RandomStream(seed: 7))
        var kept = table.observed
        determination.removeOthers(from: &kept, rate: 0.5)
        let rising = determination.others.count { column in
            let flags = Support.flags(kept, column: column, of: table)
            return flags.indices.count { !flags[$0] && $0 % 2 == 1 } > flags.indices.count { !flags[$0] && $0 % 2 == 0 }
        }
        #expect(determination.others.count == 40)
        #expect((4...36).contains(rising))
    }
}
