import Lacuna
import Testing

/// Draws of x_m ~ p(x_m | z) are made anew for every imputation, however few latents carry the weight.
@Suite struct RedrawnCellsTests {
    @Test func oneLatentStillGivesDifferentDraws() throws {
        let fitted = try MixedTableExample.fitted()
        let dataset = try Dataset(table: MixedTableExample.table(), schema: fitted.schema, layout: fitted.layout)
        let completed = try fitted.imputer.complete(
            dataset, request: ImputationRequest(drawCount: 6),
            context: MixedTableExample.context(overrides: ["imputation.sampler.sampleCount=1"]))
        let width = dataset.layout.featureCount
        var fewest = 6
        for row in 0..<dataset.rowCount {
            for feature in dataset.layout.range(of: .continuous) where dataset.observed[row * width + feature] == 0 {
                fewest = min(fewest, Set(completed.draws.map { $0[row * width + feature] }).count)
            }
        }
        #expect(fewest == 6)
    }

    /// A model that gives a row no density at all is an error, not the column's mean.
    @Test func rowsWithoutWeightsAreAnError() throws {
        let fitted = try MixedTableExample.fitted()
        guard let model = fitted.imputer as? FittedModel else {
            Issue.record("the imputer is no model")
            return
        }
        let bias = try #require(model.store.parameter(named: "decoder.network.output.bias"))
        model.store.setValues([Double](repeating: .nan, count: bias.shape.count), of: bias)
        let dataset = try Dataset(table: MixedTableExample.table(), schema: fitted.schema, layout: fitted.layout)
        #expect(throws: LacunaError.self) {
            _ = try model.complete(dataset, request: ImputationRequest(), context: MixedTableExample.context())
        }
    }
}
