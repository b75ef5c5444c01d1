import LacunaCore
import Testing

/// Figures by hand.
@Suite struct MetricsTests {
    @Test func errorsByHand() {
        #expect(Metrics.meanSquaredError([(1, 3), (0, -1), (5, 5)]) == 5.0 / 3)
        #expect(Metrics.meanSquaredError([]) == nil)
        #expect(Metrics.accuracy([true, false, true, true]) == 0.75)
        #expect(Metrics.accuracy([]) == nil)
    }

    @Test func repeatedFiguresByHand() {
        let figure = RepeatedFigure([1, 2, 6])
        #expect(figure.mean == 3)
        // Squares 4 + 1 + 9 over n − 1.
        #expect(abs(figure.standardDeviation - 7.0.squareRoot()) < 1e-15)
        #expect(RepeatedFigure([4]).standardDeviation == 0 && RepeatedFigure([4]).mean == 4)
        #expect(RepeatedFigure([]).mean.isNaN)
        #expect(abs((figure.standardError ?? 0) - (7.0 / 3).squareRoot()) < 1e-15)
        #expect(RepeatedFigure([4]).standardError == nil)
    }
}
