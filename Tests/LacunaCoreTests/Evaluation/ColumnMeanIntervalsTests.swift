import LacunaCore
import LacunaTensors
import Testing

/// Intervals for the mean of a column from completed tables.
@Suite struct ColumnMeanIntervalsTests {
    @Test func intervalsByHand() {
        // Means 2, 3 and 4: B = 1. Variances 1, 1 and 4 over 3 rows: W = 2 / 3.
        let intervals = ColumnMeanIntervals(columns: [[1, 2, 3], [2, 3, 4], [2, 4, 6]])
        #expect(abs(intervals.rubin.estimate - 3) < 1e-15 && abs(intervals.between.estimate - 3) < 1e-15)
        #expect(abs(intervals.rubin.totalVariance - (2.0 / 3 + 4.0 / 3)) < 1e-14)
        #expect(abs(intervals.between.totalVariance - 4.0 / 3) < 1e-14)
        // Barnard and Rubin with 2 degrees of freedom of the complete data and λ = 2/3: νₘ = 2 / λ² = 4.5 and
        // ν° = 3/5 · 2 · (1 − λ) = .4, so that ν = 1 / (1 / 4.5 + 1 / .4).
        #expect(abs(intervals.rubin.degreesOfFreedom - 1 / (1 / 4.5 + 1 / 0.4)) < 1e-12)
        #expect(abs(intervals.between.degreesOfFreedom - 2) < 1e-12)
        // The quantile .975 of Student's t with 2 degrees of freedom, in closed form: .95 √(2 / (1 − .95²)) = 4.3026….
        let half = 0.95 * (2 / (1 - 0.95 * 0.95)).squareRoot() * (4.0 / 3).squareRoot()
        let interval = intervals.between.interval(level: 0.95)
        #expect(abs(interval.lowerBound - (3 - half)) < 1e-9 && abs(interval.upperBound - (3 + half)) < 1e-9)
    }

    /// Draws without spread have a point for an interval between tables, and Rubin's has a width.
    @Test func drawsWithoutSpread() {
        let intervals = ColumnMeanIntervals(columns: [[1, 2, 6], [1, 2, 6]])
        #expect(intervals.between.interval(level: 0.95) == 3...3)
        let interval = intervals.rubin.interval(level: 0.95)
        #expect(interval.lowerBound < 2 && interval.upperBound > 4)
    }

    /// Truth and draws from one normal distribution: the interval between tables has its level exactly, that of Rubin's
    /// rules more. False alarm below 1e-6: 4.9 standard errors of 4 000 columns.
    @Test(arguments: [2, 5]) func exchangeableColumnsHaveTheLevel(_ drawCount: Int) {
        var stream = RandomStream(seed: 11)
        let repeatCount = 4_000
        var byRubin = 0, byBetween = 0
        for _ in 0..<repeatCount {
            let observed = (0..<4).map { _ in stream.normal() }
            var columns: [[Double]] = []
            for _ in 0...drawCount { columns.append(observed + (0..<6).map { _ in stream.normal() }) }
            let truth = RepeatedFigure(columns.removeLast()).mean
            let intervals = ColumnMeanIntervals(columns: columns)
            if intervals.rubin.interval(level: 0.95).contains(truth) { byRubin += 1 }
            if intervals.between.interval(level: 0.95).contains(truth) { byBetween += 1 }
        }
        let shares = (Double(byRubin) / Double(repeatCount), Double(byBetween) / Double(repeatCount))
        #expect(abs(shares.1 - 0.95) < 4.9 * (0.95 * 0.05 / Double(repeatCount)).squareRoot(), "\(shares)")
        #expect(shares.0 > 0.97, "\(shares)")
    }
}
