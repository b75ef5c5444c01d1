import LacunaTestKit
import Testing

@Suite struct ConformanceReportTests {
    @Test func failuresComeOnceEachUnderTheirSubject() {
        var report = ConformanceReport("prior mine")
        #expect(report.passed && report.description == "prior mine: passed")
        report.require(true, "nothing")
        report.require(false, "it is wrong")
        report.fail("it is wrong")
        var part = ConformanceReport("its draws")
        part.fail("they are the same")
        report.add(part)
        #expect(report.failures == ["it is wrong", "its draws: they are the same"])
        #expect(report.description == "prior mine: it is wrong\nprior mine: its draws: they are the same")
    }
}
