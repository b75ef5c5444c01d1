import Lacuna
import LacunaTestKit
import Testing

@Suite struct SelfMaskingMaskTests {
    private typealias Support = MaskTestSupport

    private static func generator(_ rate: Double, columns: [String] = []) -> SelfMaskingMask {
        var generator = SelfMaskingMask()
        generator.rate = rate
        generator.columns = columns
        return generator
    }

    @Test func keepsItsContract() {
        let report = checkMaskGenerator(SelfMaskingMask())
        #expect(report.passed, "\(report)")
    }

    /// 5000 cells a column: by Hoeffding's inequality a share is off its expectation by .045 with a probability below
    /// 4e-9, and any of the twelve by less than 5e-8.
    @Test func theRateIsReachedInTheAskedDirection() throws {
        let table = Support.normalTable(rows: 5000, columns: 2, seed: 1)
        for rate in [0.1, 0.5, 0.8] {
            var generator = Self.generator(rate)
            for direction in [MaskDirection.above, .below] {
                generator.direction = direction
                let mask = try generator.mask(table, using: RandomStream(seed: 2))
                for column in 0..<2 {
                    #expect(abs(Support.removedShare(mask, column: column, of: table) - rate) < 0.045)
                    let means = Support.means(mask, column: column, of: table)
                    #expect((means.removed - means.kept) * (direction == .above ? 1 : -1) > 0.5)
                }
            }
        }
    }

    /// Half zeros and half ones with slope 2 and rate ½: by symmetry the threshold is ½, and ones go with probability
    /// σ(1), zeros with σ(−1). 10 000 cells each are off by .032 with a probability below 3e-9 (Hoeffding).
    @Test func binaryCellsGoByTheLogisticCurve() throws {
        let columns = Support.columns(["answer"], kinds: [.binary])
        let table = Support.table((0..<20_000).map { [Double($0 % 2)] }, columns: columns)
        var generator = Self.generator(0.5)
        generator.slope = 2
        let mask = try generator.mask(table, using: RandomStream(seed: 3))
        for value in 0...1 {
            let share = Double(mask.indices.count { $0 % 2 == value && !mask[$0] }) / 10_000
            #expect(abs(share - (value == 1 ? 0.731_058_6 : 0.268_941_4)) < 0.032)
        }
    }

    /// Values that are all the same tell nothing; the rate is reached all the same, in each column by draws of its own.
    /// 4000 cells, or pairs of cells, are off by .05 with a probability below 5e-9 (Hoeffding).
    @Test func constantColumnsLoseCellsByChance() throws {
        let table = Support.table((0..<4000).map { _ in [2, 0] }, columns: Support.columns(["a", "b"]))
        let mask = try Self.generator(0.4).mask(table, using: RandomStream(seed: 5))
        for column in 0..<2 { #expect(abs(Support.removedShare(mask, column: column, of: table) - 0.4) < 0.05) }
        let both = (0..<4000).count { !mask[$0 * 2] && !mask[$0 * 2 + 1] }
        #expect(abs(Double(both) / 4000 - 0.16) < 0.05)
    }

    @Test func onlyChosenColumnsLoseCellsAndCategoricalOnesNever() throws {
        let columns = Support.columns(["a", "b", "c"], kinds: [.continuous, .continuous, .categorical])
        let table = Support.table((0..<40).map { [Double($0), Double($0 % 7), Double($0 % 3)] }, columns: columns)
        let all = try Self.generator(0.5).mask(table, using: RandomStream(seed: 4))
        #expect(Support.flags(all, column: 2, of: table).allSatisfy { $0 })
        #expect(Support.flags(all, column: 0, of: table).contains(false))
        let second = try Self.generator(0.5, columns: ["b"]).mask(table, using: RandomStream(seed: 4))
        #expect(Support.flags(second, column: 0, of: table).allSatisfy { $0 })
        #expect(Support.flags(second, column: 1, of: table) == Support.flags(all, column: 1, of: table))
    }

    @Test func mistakesAreSentences() {
        var generator = Self.generator(1, columns: ["hieght", "group", "empty"])
        generator.slope = 0
        #expect(
            generator.allProblems().map(\.message) == [
                "must be greater than 0 and less than 1, not 1", "must be greater than 0 and at most 1000, not 0",
            ])
        let columns = Support.columns(["height", "group", "empty"], kinds: [.continuous, .categorical, .continuous])
        let table = Support.table([[1, 0, .nan], [2, 1, .nan]], columns: columns)
        let problems = Support.problems(generator, table)
        #expect(problems.count == 3)
        #expect(problems.first?.contains("no column \"hieght\" that can lose cells") == true)
        #expect(problems.first?.hasSuffix("did you mean \"height\"?") == true)
        #expect(problems.dropFirst().first?.contains("\"group\" is categorical") == true)
        #expect(problems.last?.contains("\"empty\" is always missing") == true)
        let groups = Support.table([[0], [1]], columns: Support.columns(["group"], kinds: [.categorical]))
        #expect(
            Support.problems(SelfMaskingMask(), groups).first?.hasSuffix("go by its value; use \"mcar\"") == true)
        let both = Support.table(
            [[0, 1], [1, 0]], columns: Support.columns(["a", "b"], kinds: [.categorical, .categorical]))
        #expect(Support.problems(SelfMaskingMask(), both).first?.hasSuffix("use \"mcar\" or \"mar\"") == true)
        // Neither serves where no cell is there.
        for nothing in [
            Support.table([[.nan], [.nan]], columns: Support.columns(["a"])), Support.table([], columns: []),
        ] {
            let problems = Support.problems(SelfMaskingMask(), nothing)
            #expect(problems.first?.hasSuffix("all are ignored or always missing") == true, "\(problems)")
        }
    }
}
