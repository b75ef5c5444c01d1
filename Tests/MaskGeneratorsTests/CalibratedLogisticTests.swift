import Foundation
import Testing

@testable import LacunaMaskGenerators

@Suite struct CalibratedLogisticTests {
    private static func logistic(_ scores: [Double], _ rate: Double) -> CalibratedLogistic {
        CalibratedLogistic(scores: scores, counted: [Bool](repeating: true, count: scores.count), rate: rate)
    }

    /// Scores 0 and s, a half each. With f = exp(intercept + |s|) and v = exp(−|s|), the share is
    /// ½ f v / (1 + f v) + ½ f / (1 + f) for s > 0, so that (1 − r) v f² + (½ − r)(1 + v) f − r = 0.
    @Test func interceptsOfTwoScoresAreThoseOfTheClosedForm() {
        for (score, rate) in [(3.0, 0.5), (3, 0.1), (-7, 0.9), (40, 0.3), (0.5, 1e-6), (900, 0.75), (-900, 0.2)] {
            let inverse = exp(-abs(score))
            let half = (0.5 - rate) * (1 + inverse) / 2
            let root = (half * half + (1 - rate) * rate * inverse).squareRoot()
            let logarithm =
                half >= 0 && half + root > 0
                ? log(rate / (half + root)) : log((root - half) / (1 - rate)) + abs(score)
            let expected = logarithm - max(score, 0)
            let found = Self.logistic([0, score, 0, score], rate).intercept
            #expect(abs(found - expected) < 1e-9 * max(1, abs(expected)), "\(score) \(rate)")
        }
    }

    @Test func interceptsOfEqualScoresAreTheLogitOfTheRate() {
        let logistic = Self.logistic([2, 2, 2], 0.2)
        #expect(abs(logistic.intercept - (log(0.25) - 2)) < 1e-11)
        #expect(abs(logistic.probability(row: 1) - 0.2) < 1e-11)
    }

    @Test func cellsThatAreMissingAreNotCounted() {
        let part = CalibratedLogistic(scores: [1, -100, 3], counted: [true, false, true], rate: 0.4)
        #expect(part.intercept == Self.logistic([1, 3], 0.4).intercept)
    }
}
