import Lacuna
import LacunaTestKit
import Testing

@Suite struct LearnedInputTests {
    @Test func keepsItsContract() {
        let report = checkEncoderInput(LearnedInput())
        #expect(report.passed, "\(report)")
    }

    @Test func missingCellsAreTheLearntConstant() throws {
        #expect(try shown(LearnedInput()) == [1, 0, -2, 3, 4, 5])
        #expect(try shown(LearnedInput(), fill: [7, 8, 9]) == [1, 8, -2, 3, 4, 5])
    }
}
