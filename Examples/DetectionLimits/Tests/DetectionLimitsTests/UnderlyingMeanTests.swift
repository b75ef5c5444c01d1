import Foundation
import Lacuna
import Testing

@testable import DetectionLimits

/// What the censored model is worth: the mean of what an instrument without limits would have read.
@Suite struct UnderlyingMeanTests {
    /// The means of all 400 values of arsenic and lead without limits and holes: the columns that
    /// `awk -v complete=1 -f water.awk` prints. 31 % and 59 % of the observed cells are limits.
    private static let truth = ["arsenic": 0.60896, "lead": -0.19975]
    /// Standard deviations of the same columns.
    private static let deviations = ["arsenic": 0.4071, "lead": 0.4743]

    /// The means that a fitted model says the columns have where nothing is recorded as a limit: what it completes a row of
    /// holes with once the limits are lifted.
    private func means(_ observation: String) throws -> [String: Double] {
        let catalog = try ExampleFiles.catalog()
        let configuration = try Configuration.read(
            text: String(contentsOfFile: ExampleFiles.configuration, encoding: .utf8),
            overrides: ["training.steps=600", observation], catalog: catalog)
        let context = ImputerContext(blueprint: try Blueprint(configuration, catalog: catalog))
        let table = try Table.read(path: ExampleFiles.water)
        let schema = try Schema.infer(from: table, declared: ["sample": .ignore]).schema
        let fitted = try FittedTable.fit(table, schema: schema, context: context)
        let found = try #require(fitted.imputer as? FittedModel)
        var model = found.model
        // The head of the decoder is the same with and without limits.
        if model.observation[0].model is CensoredGaussianObservation {
            model.observation[0].model = CensoredGaussianObservation()
        }
        let width = model.layout.featureCount
        let holes = Dataset(
            layout: model.layout, rowCount: 1, values: [Float](repeating: 0, count: width),
            observed: [UInt8](repeating: 0, count: width))
        let completed = try FittedModel(model: model, store: found.store, record: found.record).complete(
            holes, request: ImputationRequest(), context: context)
        return Dictionary(
            uniqueKeysWithValues: model.layout.entries.map {
                ($0.name, $0.units.original(Double(completed.summary[$0.offset])))
            })
    }

    /// How far the means lie from the truth, in standard deviations of the column.
    private func bias(_ observation: String) throws -> [Double] {
        let found = try means(observation)
        return try ["arsenic", "lead"].map { column in
            try (#require(found[column]) - #require(Self.truth[column])) / #require(Self.deviations[column])
        }
    }

    /// The mean of max(x, L) is off by σ (φ(t) + t Φ(t)) with t = (L − μ)/σ: .2 σ and .5 σ for these limits. 340 observed
    /// cells leave a standard error of .05 σ or a little more.
    @Test func theCensoredModelFindsTheMeanBelowTheLimit() throws {
        let censored = try bias("model.observation.continuous.side=below")
        #expect(censored.allSatisfy { abs($0) < 0.1 }, "off by \(censored) standard deviations")
        for other in ["gaussian", "gaussianSharedScale"] {
            let naive = try bias("model.observation.continuous=\(other)")
            #expect(naive[0] > 0.12 && naive[1] > 0.15, "\(other) is off by \(naive) standard deviations only")
        }
    }
}
