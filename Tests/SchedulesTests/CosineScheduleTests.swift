import Lacuna
import LacunaTestKit
import Testing

@Suite struct CosineScheduleTests {
    private static func schedule(_ finalFactor: Double) -> CosineSchedule {
        var schedule = CosineSchedule()
        schedule.finalFactor = finalFactor
        return schedule
    }

    @Test(arguments: [0, 0.1, 1]) func keepsItsContract(_ finalFactor: Double) {
        let report = checkSchedule(Self.schedule(finalFactor))
        #expect(report.passed, "\(report)")
    }

    /// From 1 at the first step over the middle to the final factor at the last, and no further.
    @Test func endsAndMiddleAreWhereTheyShouldBe() {
        let schedule = Self.schedule(0.2)
        let factors = [1, 51, 101, 150].map { schedule.factor(step: $0, of: 101) }
        for (factor, wanted) in zip(factors, [1, 0.6, 0.2, 0.2]) { #expect(abs(factor - wanted) < 1e-12) }
        let all = (1...101).map { schedule.factor(step: $0, of: 101) }
        #expect(zip(all, all.dropFirst()).allSatisfy { $0 > $1 })
        #expect(schedule.factor(step: 1, of: 1) == 1)
    }

    @Test func aFactorAboveOneIsRefused() {
        #expect(Self.schedule(1.5).allProblems().map(\.key) == ["finalFactor"])
    }
}
