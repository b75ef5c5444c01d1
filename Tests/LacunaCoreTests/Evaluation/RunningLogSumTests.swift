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
}
