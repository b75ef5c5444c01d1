import Testing

@testable import LacunaCore

@Suite struct MomentsTests {
    @Test func meanAndDeviationOfOrdinaryNumbers() {
        let moments = Moments([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(moments.mean == 5 && moments.standardDeviation == 2 && moments.minimum == 2 && moments.maximum == 9)
        let offset = Moments([1e9 + 1, 1e9 + 2, 1e9 + 3])
        #expect(offset.mean == 1e9 + 2)
        #expect(abs(offset.standardDeviation - (2.0 / 3).squareRoot()) < 1e-9)
    }

    @Test func constantsHaveDeviationOne() {
        for value in [0.1, -3, 0, 1.7e308] {
            let moments = Moments([Double](repeating: value, count: 7))
            #expect(moments.mean == value && moments.standardDeviation == 1)
        }
        #expect(Moments([]).standardDeviation == 1)
    }

    @Test func extremesNeitherOverflowNorVanish() {
        let huge = Double.greatestFiniteMagnitude
        let tiny = Double.leastNonzeroMagnitude
        let cases = [
            [huge, -huge, -huge], [huge, huge / 2], [tiny, 0], [tiny, 0, 0, 0], [1e12 * tiny, 3e12 * tiny],
            [huge, tiny],
        ]
        for values in cases {
            let moments = Moments(values)
            let column = Column(
                name: "x", kind: .continuous, mean: moments.mean, standardDeviation: moments.standardDeviation)
            for value in values {
                let standardised = column.standardised(value)
                #expect(standardised.isFinite && abs(standardised) < 10, "\(values): \(moments)")
                #expect(column.original(standardised).isFinite)
            }
        }
        let pair = Moments([1e308, -1e308])
        #expect(pair.mean == 0 && pair.standardDeviation == 1e308)
        let column = Column(name: "x", kind: .continuous)
        #expect(column.standardised(1e300) == 1e9 && column.original(.nan) == 0 && column.original(.infinity).isFinite)
    }
}
