import Testing

@testable import LacunaCore

@Suite struct ClusterResponsibilitiesTests {
    /// Rows are relied on by the limits that hold for imputations, too few effective draws included.
    @Test func unreliableRowsAreThoseOfPoorDiagnostics() {
        let diagnostics = [
            RowDiagnostics(effectiveSampleSize: 100, paretoShape: 0.7),
            RowDiagnostics(effectiveSampleSize: 100, paretoShape: 0.71),
            RowDiagnostics(effectiveSampleSize: 1.2), RowDiagnostics(effectiveSampleSize: 4),
            RowDiagnostics(effectiveSampleSize: 100, paretoShape: .nan),
        ]
        let responsibilities = ClusterResponsibilities(
            clusterCount: 1, probabilities: [Double](repeating: 1, count: 5), diagnostics: diagnostics)
        #expect(responsibilities.unreliableRows == [1, 2, 4])
    }
}
