import Lacuna
import LacunaTestKit
import Testing

@Suite struct ColumnMeanImputerTests {
    @Test func keepsItsContract() throws {
        let report = try checkImputer(ColumnMeanImputer(), catalog: Catalog.bundled())
        #expect(report.passed, "\(report)")
    }

    /// Means of continuous columns, shares of the others, and 0 where nothing was observed.
    @Test func missingCellsAreTheMeansOfTheOthers() throws {
        let layout = FeatureLayout(columns: [("a", .continuous, 1), ("b", .continuous, 1), ("c", .categorical, 2)])
        let dataset = Dataset(
            layout: layout, rowCount: 4, values: [1, 0, 1, 0, 2, 0, 0, 1, 6, 0, 0, 1, 0, 0, 0, 0],
            observed: [1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0])
        let context = ImputerContext(blueprint: try Blueprint(Configuration(), catalog: Catalog.bundled()))
        let fitted = try ColumnMeanImputer().fit(dataset, context: context)
        let result = try fitted.complete(dataset, request: ImputationRequest(drawCount: 1), context: context)
        let wanted: [Float] = [1, 0, 1, 0, 2, 0, 0, 1, 6, 0, 0, 1, 3, 0, Float(1.0 / 3), Float(2.0 / 3)]
        #expect(result.summary == wanted)
        #expect(result.draws == [wanted])
    }
}
