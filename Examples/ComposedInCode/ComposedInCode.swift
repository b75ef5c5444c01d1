import Foundation
import Lacuna

/// Models composed in Swift: one for a table, one for rows of numbers.
enum ComposedInCode {
    /// The mean of a column in each of five completed tables, of which the spread says how well it is known.
    static func means(
        of column: String, in table: Table, training: TrainingOptions = TrainingOptions()
    ) throws -> [Double] {
        let model = try LatentVariableModel(
            latentDimension: 5, decoder: MLPNetwork(hidden: [64, 64]), encoder: MLPNetwork(hidden: [64, 64]),
            posterior: StudentTVariationalFamily())
        let fitted = try model.fit(table, training: training, seed: 1)
        return try fitted.draws(table, count: 5).map { complete in
            let numbers = (0..<complete.rowCount).compactMap { row in
                complete.columnIndex(of: column).flatMap { complete.number(row: row, column: $0) }
            }
            return numbers.reduce(0, +) / Double(numbers.count)
        }
    }

    /// Rows of numbers with their missing cells filled.
    struct Completion {
        /// By the mean.
        var mean: [[Double]]
        /// By the lower and the upper end of a range that holds 80 % of what the model thinks possible.
        var low: [[Double]], high: [[Double]]
        /// Mean over rows, in nats and in the units of the columns.
        var logLikelihood: Double
    }

    /// Completes rows of numbers by a model that is saved and read back in between.
    static func complete(_ rows: [[Double?]], training: TrainingOptions = TrainingOptions()) throws -> Completion {
        let mixture = MixtureVariationalFamily(
            componentCount: 4, component: GaussianVariationalFamily(), sampling: .stratified)
        let model = try LatentVariableModel(latentDimension: 2, posterior: mixture)
        let fitted = try model.fit(
            rows, maximising: StratifiedImportanceWeightedBound(), training: training, seed: 1,
            work: WorkControl(note: { print("note: \($0)") }))
        let file = FileManager.default.temporaryDirectory.appending(path: "circle-\(UUID().uuidString).safetensors")
            .path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try fitted.save(to: file)
        let later = try FittedLatentVariableModel(contentsOf: file)
        let range = try later.quantiles([0.1, 0.9], of: rows)
        let densities = try later.logLikelihoods(of: rows, sampleCount: 1_000).original
        return Completion(
            mean: try later.impute(rows, by: LatentAdaptiveResampling()), low: range[0], high: range[1],
            logLikelihood: RowMean(densities).mean)
    }

    /// Points near a circle, of which every third lacks its second coordinate.
    static func circle(count: Int) -> [[Double?]] {
        var stream = RandomStream(seed: 1)
        return (0..<count).map { index in
            let angle = 2 * Double.pi * stream.uniform()
            let x1 = cos(angle) + 0.05 * stream.normal(), x2 = sin(angle) + 0.05 * stream.normal()
            return [x1, index % 3 == 0 ? nil : x2]
        }
    }
}
