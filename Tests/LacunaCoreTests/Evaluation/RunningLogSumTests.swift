import Testing

@testable import LacunaCore

@Suite struct RunningLogSumTests {
    @Test func sumsOfPowersDoNotOverflow() {
        var sum = RunningLogSum()
        #expect(sum.value == -.infinity)
        sum.add(-.infinity)
        #expect(sum.value == -.infinity)
        for number in [1000.0, 1000, -1000, 1002] { sum.add(number) }
        #expect(abs(sum.value - (1000 + .log(2 + .exp(2)))) < 1e-12)
        sum.add(.nan)
        #expect(sum.value.isNaN)
        sum.add(1)
        #expect(sum.value.isNaN)
    }

    /// Averages that are weighted by the terms, whatever their size.
    @Test func sharesAreThoseOfTheNewSum() throws {
        var sum = RunningLogSum(), average = 0.0
        let nothing = sum.addShare(-.infinity)
        #expect(nothing == nil)
        let first = sum.addShare(-5000)
        #expect(first?.old == 0 && first?.new == 1)
        // Weights 1, 3 and 4, times exp(-5000).
        for (weight, value) in [(3.0, 1.0), (4.0, 2.0)] {
            let shares = sum.addShare(-5000 + .log(weight))
            let (old, new) = try #require(shares)
            #expect(abs(old + new - 1) < 1e-12)
            average = average * old + value * new
        }
        #expect(abs(average - 11.0 / 8) < 1e-11)
        #expect(abs(sum.value - (-5000 + .log(8))) < 1e-11)
        let last = sum.addShare(-.infinity)
        #expect(last == nil && sum.value < -4990)
    }
}
