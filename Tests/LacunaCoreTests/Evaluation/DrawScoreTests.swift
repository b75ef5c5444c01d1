import Foundation
import LacunaCore
import LacunaTensors
import Testing

/// Coverage by ranks and the ranked probability score of one number.
@Suite struct DrawScoreTests {
    private static let levels = [0.1, 0.5, 0.9, 1]
    private static let numberLists: [[Double]] = [
        [1, 2, 3], [4, 1, 1, 9], [2, 2, 2, 2, 7], [0, 0, 3, 3, 3, -1, 8], (0...20).map(Double.init),
    ]

    @Test func scoresByHand() {
        let score = DrawScore(draws: [3, 1, 2], truth: 2.5)
        #expect(score.drawCount == 3 && score.belowCount == 2 && score.tieCount == 0)
        // Rank 2 of 0 … 3 stands for [.5, .75]: all of it within [.25, .75], and within [.45, .55] a fifth.
        #expect(abs(score.coverage(level: 0.5) - 1) < 1e-15)
        #expect(abs(score.coverage(level: 0.1) - 0.2) < 1e-15)
        // Mean distance to the truth (.5 + 1.5 + .5) / 3; pairs 2, 1 and 1 apart, each twice: 8 / (2 · 3 · 2).
        #expect(abs(score.continuousRankedProbabilityScore - (2.5 / 3 - 8.0 / 12)) < 1e-15)

        // Above all draws: [.75, 1], of which .9 leaves out a fifth.
        let high = DrawScore(draws: [1, 2, 3], truth: 7)
        #expect(high.coverage(level: 0.5) == 0 && abs(high.coverage(level: 0.9) - 0.8) < 1e-15)
        // Tied with two of the draws, above none: the ranks 0, 1 and 2, which is [0, .75].
        let tied = DrawScore(draws: [5, 2, 2], truth: 2)
        #expect(tied.belowCount == 0 && tied.tieCount == 2)
        #expect(abs(tied.coverage(level: 0.5) - 0.5 / 0.75) < 1e-15)
    }

    /// Draws that are all the same, and wrong, cover nothing; where they are right the rank could be any.
    @Test func drawsWithoutSpread() {
        for truth in [-1.0, 1] {
            let score = DrawScore(draws: [Double](repeating: 0, count: 20), truth: truth)
            #expect(score.coverage(level: 0.5) == 0 && score.coverage(level: 0.9) == 0)
            #expect(score.continuousRankedProbabilityScore == 1)
        }
        let right = DrawScore(draws: [Double](repeating: 3, count: 20), truth: 3)
        #expect(abs(right.coverage(level: 0.9) - 0.9) < 1e-15 && right.continuousRankedProbabilityScore == 0)
    }

    /// Where each of m + 1 numbers is the truth in turn and the others its draws, the coverage is the level exactly: this
    /// is the expectation for exchangeable draws, with ties or without.
    @Test(arguments: numberLists) func exchangeableNumbersHaveTheLevel(_ numbers: [Double]) {
        for level in Self.levels {
            let coverages = numbers.indices.map { place in
                var draws = numbers
                let truth = draws.remove(at: place)
                return DrawScore(draws: draws, truth: truth).coverage(level: level)
            }
            #expect(abs(RepeatedFigure(coverages).mean - level) < 1e-14)
        }
    }

    /// Far from 0 nothing is lost.
    @Test func scoresDoNotDependOnTheOrigin() {
        let draws = [0.5, 2, -1.25, 0.75]
        let score = DrawScore(draws: draws, truth: 0.25)
        let moved = DrawScore(draws: draws.map { $0 + 0x1p40 }, truth: 0.25 + 0x1p40)
        #expect(moved == score)
    }

    /// The score of N(0, 1) for y is y (2 Φ(y) − 1) + 2 φ(y) − 1/√π (Gneiting and Raftery 2007).
    private static func normalScore(_ y: Double) -> Double {
        y * erf(y / 2.0.squareRoot()) + (2 / Double.pi).squareRoot() * exp(-y * y / 2) - 1 / Double.pi.squareRoot()
    }

    /// Quantiles at (i + ½) / m stand for the distribution: the error of their score falls as 1 / m.
    @Test func manyDrawsGiveTheClosedForm() {
        let count = 4_000
        let draws = (0..<count).map { Self.normalQuantile((Double($0) + 0.5) / Double(count)) }
        for y in [-3, -0.4, 0, 1, 2.5] {
            let score = DrawScore(draws: draws, truth: y).continuousRankedProbabilityScore
            #expect(abs(score - Self.normalScore(y)) < 3 / Double(count), "\(y): \(score) \(Self.normalScore(y))")
        }
    }

    /// Two draws are enough for the score of their distribution in expectation. False alarm below 1e-6: 4.9 standard
    /// errors, of about .002; without the correction by m − 1 the mean would be .28 too high.
    @Test func twoDrawsAreFair() {
        var stream = RandomStream(seed: 2)
        let scores = (0..<100_000).map { _ in
            DrawScore(draws: [stream.normal(), stream.normal()], truth: 0.5).continuousRankedProbabilityScore
        }
        let figure = RepeatedFigure(scores)
        let error = abs(figure.mean - Self.normalScore(0.5))
        #expect(error < 4.9 * (figure.standardError ?? 0), "\(figure.mean) \(Self.normalScore(0.5))")
    }

    /// By bisection of the distribution function.
    private static func normalQuantile(_ mass: Double) -> Double {
        var below = -40.0, above = 40.0
        for _ in 0..<60 {
            let middle = (below + above) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < mass { below = middle } else { above = middle }
        }
        return (below + above) / 2
    }
}
