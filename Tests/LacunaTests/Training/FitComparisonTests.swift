import Lacuna
import Testing

@testable import LacunaCore

/// What a difference of two fits says, against numbers formed by hand.
@Suite struct FitComparisonTests {
    /// Differences 1, 0, 2, 1 have the mean 1 and the standard error √(2/3)/2 = .408; bounds 2.5, 2.3 and 2.7 the standard
    /// deviation .2.
    @Test func noiseIsOfRowsAndOfStarts() throws {
        let kept = [1.0, 2, 3, 4], other = [0.0, 2, 1, 3]
        let clear = FitComparison(kept: kept, other: other, alike: [2.5, 2.3, 2.7])
        #expect(clear.keptBound == 2.5 && clear.bound == 1.5 && clear.difference == 1)
        #expect(abs(try #require(clear.standardError) - (2.0 / 3).squareRoot() / 2) < 1e-12)
        #expect(abs(try #require(clear.spread) - 0.2) < 1e-12)
        #expect(abs(try #require(clear.noise) - (1.0 / 6 + 0.04).squareRoot()) < 1e-12)
        #expect(clear.verdict == .clear)
        // 2.5 and 1.9 have the standard deviation .6/√2 = .424, and √(.167 + .18) = .589: twice that is more than 1.
        #expect(FitComparison(kept: kept, other: other, alike: [2.5, 1.9]).verdict == .undecided)
    }

    /// With a single fit of its kind nothing is clear, though rows can tell that nothing is known.
    @Test func aSingleFitLeavesChanceUnknown() {
        let single = FitComparison(kept: [1, 2, 3, 4], other: [0, 2, 1, 3], alike: [2.5])
        #expect(single.spread == nil && single.noise == nil && single.verdict == .unknown)
        // -1, 2, 0, 3: mean 1, standard error √(10/3)/2 = .913.
        #expect(FitComparison(kept: [1, 2, 3, 4], other: [2, 0, 3, 1], alike: [2.5]).verdict == .undecided)
        #expect(FitComparison(kept: [1, 2, 3], other: [2, 3, 4], alike: [2, 2]).verdict == .undecided)
        #expect(FitComparison(kept: [1, 2], other: [1, 2], alike: [1.5, 1.5]).verdict == .undecided)
        // One row has no standard error.
        let row = FitComparison(kept: [1], other: [0], alike: [1, 1])
        #expect(row.standardError == nil && row.verdict == .unknown)
    }
}
