import LacunaCore

/// Checks the contract of a schedule: a finite factor of at least 0 for every step of runs of any length and beyond their
/// end, not 0 from the start, and the same whenever it is asked for.
public func checkSchedule(_ schedule: some Schedule) -> ConformanceReport {
    var report = ConformanceReport("schedule \(type(of: schedule).name)")
    for count in [1, 2, 10, 1000, 20_000] {
        var factors: [Double] = []
        for step in Set([1, 2, 3, count / 3, count / 2, count - 1, count, count + 1, 2 * count]).sorted()
        where step >= 1 {
            let factor = schedule.factor(step: step, of: count)
            report.require(
                factor.isFinite && factor >= 0, "the factor of step \(step) of \(count) is \(factor)")
            report.require(
                schedule.factor(step: step, of: count) == factor,
                "the factor of a step depends on something beside its number")
            factors.append(factor)
        }
        report.require(
            factors.contains { $0 > 0 }, "the factor is 0 in all steps of \(count): nothing would be learnt")
    }
    return report
}
