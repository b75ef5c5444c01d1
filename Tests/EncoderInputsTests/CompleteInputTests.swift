import Lacuna
import LacunaTestKit
import Testing

@Suite struct CompleteInputTests {
    @Test func keepsItsContract() {
        let report = checkEncoderInput(CompleteInput())
        #expect(report.passed, "\(report)")
    }

    /// Observed cells as they are; a cell that is missing after all has no influence.
    @Test func rowsStayAsTheyAre() throws { #expect(try shown(CompleteInput()) == [1, 0, -2, 3, 4, 5]) }

    @Test func onlyItTakesCompleteRowsAlone() {
        #expect(!CompleteInput().servesMissingCells)
        #expect(ZeroInput().servesMissingCells)
    }
}
