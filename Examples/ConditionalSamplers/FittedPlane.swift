import Lacuna

/// A fitted model of two continuous columns, asked for one where the other is known.
struct FittedPlane {
    private let model: FittedModel
    private let columns: [Column]
    private let layout: FeatureLayout
    private let threadCount: Int

    init(path: String, threadCount: Int) throws {
        let fitted = try ModelFile.read(path: path, catalog: Catalog.bundled())
        guard let imputer = fitted.imputer as? FittedModel, fitted.layout.featureCount == 2,
            fitted.layout.range(of: .continuous).count == 2
        else {
            throw LacunaError(
                .configuration,
                "\(path): a latent variable model of two continuous columns is expected, and nothing else")
        }
        model = imputer
        columns = fitted.layout.entries.map { fitted.schema.columns[$0.columnIndex] }
        layout = fitted.layout
        self.threadCount = threadCount
    }

    /// Draws of the other column, in original units.
    ///
    /// - Parameters:
    ///   - trial: The sampler, and how many rows share the draws.
    ///   - count: How many draws.
    ///   - condition: What is known.
    ///   - stream: Where randomness comes from.
    func draws(
        _ trial: SamplerTrial, count: Int, given condition: Condition, stream: RandomStream
    ) throws -> [Double] {
        let rows = trial.rowCount, other = 1 - condition.coordinate
        var values = [Float](repeating: 0, count: 2 * rows), observed = [UInt8](repeating: 0, count: 2 * rows)
        for row in 0..<rows {
            values[2 * row + condition.coordinate] = Float(columns[condition.coordinate].standardised(condition.value))
            observed[2 * row + condition.coordinate] = 1
        }
        let run = ImputationRun(
            model: model.model, store: model.store, sampler: try trial.sampler.member(),
            request: ImputationRequest(drawCount: count / rows), batchSize: min(rows, 64), stream: stream,
            threadCount: threadCount)
        let imputations = try run.complete(
            Dataset(layout: layout, rowCount: rows, values: values, observed: observed))
        return imputations.draws.flatMap { draw in
            (0..<rows).map { columns[other].original(Double(draw[2 * $0 + other])) }
        }
    }
}
