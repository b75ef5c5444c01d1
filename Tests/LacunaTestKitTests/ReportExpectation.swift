import LacunaTestKit
import Testing

/// Expects that a check finds a fault and says so in a sentence with the given words.
func expect(
    _ report: ConformanceReport, says words: String, _ fault: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        report.failures.contains { $0.contains(words) }, "\(fault): no sentence has \"\(words)\" in:\n\(report)",
        sourceLocation: sourceLocation)
}

/// Expects that a check finds nothing.
func expectPass(_ report: ConformanceReport, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(report.passed, "\(report)", sourceLocation: sourceLocation)
}
