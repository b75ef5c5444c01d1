import LacunaCore
import LacunaTestKit
import Testing

@Suite struct CheckScheduleTests {
    /// A linear decay with one fault.
    struct FaultySchedule: Schedule {
        static let name = "faultySchedule"
        static let summary = "a schedule with a fault"

        enum Fault: String, Codable, CaseIterable { case none, notANumber, negative, zero, random }

        var fault = Fault.none

        func factor(step: Int, of stepCount: Int) -> Double {
            switch fault {
            case .none: 1 - min(Double(step), Double(stepCount)) / Double(stepCount + 1)
            case .notANumber: 1 - Double(step - 1) / Double(stepCount - 1) * 0
            case .negative: 1 - Double(step - 1) / Double(stepCount)
            case .zero: 0
            case .random: Double.random(in: 0.5...1)
            }
        }
    }

    @Test func everyFaultIsFound() {
        let sentences: [FaultySchedule.Fault: String] = [
            .notANumber: "the factor of step 1 of 1 is", .negative: "the factor of step 20 of 10 is -",
            .zero: "nothing would be learnt", .random: "depends on something beside its number",
        ]
        for fault in FaultySchedule.Fault.allCases {
            var schedule = FaultySchedule()
            schedule.fault = fault
            let report = checkSchedule(schedule)
            if let words = sentences[fault] {
                expect(report, says: words, fault.rawValue)
            } else {
                expectPass(report)
            }
        }
    }
}
