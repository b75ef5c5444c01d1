import Foundation
import Lacuna
import Testing

/// Training recovers a linear-Gaussian model from incomplete rows.
@Suite struct LinearGaussianFitTests {
    static let truth = FactorAnalysis(
        loadings: Matrix(4, 1, [0.9, -0.7, 0.5, 1.1]), mean: [0.2, -0.1, 0, 0.3], scales: [0.5, 0.7, 0.9, 0.4])
    static let rowCount = 500

    /// Rows of the true model, half of whose cells are missing completely at random.
    static func dataset() -> Dataset {
        var stream = RandomStream(seed: 8)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let factor = stream.normal()
            for column in 0..<4 {
                let noise = truth.scales[column] * stream.normal()
                values.append(Float(truth.loadings[column, 0] * factor + truth.mean[column] + noise))
                observed.append(stream.uniform() < 0.5 ? 1 : 0)
            }
        }
        return Dataset(layout: continuousLayout(4), rowCount: rowCount, values: values, observed: observed)
    }

    static func meanLogDensity(_ analysis: FactorAnalysis, _ dataset: Dataset) -> Double {
        var total = 0.0
        for row in 0..<dataset.rowCount {
            let places = row * 4..<(row + 1) * 4
            total += analysis.logDensity(
                dataset.values[places].map { Double($0) }, dataset.observed[places].map { Double($0) })
        }
        return total / Double(dataset.rowCount)
    }

    /// The log-density of the training rows at their maximum lies above that at the truth, by χ²/2n with one degree of
    /// freedom a parameter (Wilks): 12 parameters, so at most 52/2n with a false-alarm rate of 1e-6.
    @Test func fitReachesTheMaximumOfTheLikelihood() throws {
        let dataset = Self.dataset()
        var model = TrainingExample.model(
            dataset.layout, latentDimension: 1, hidden: [24], continuous: GaussianSharedScaleObservation())
        model.decoder = LinearNetwork()
        var options = TrainingExample.options(steps: 1500, batchSize: 100, optimizer: TrainingExample.adam(1e-2))
        options.averagingDecay = 0.999
        let training = try Training(
            model: model, bound: TrainingExample.bound(50), dataset: dataset, options: options,
            stream: RandomStream(seed: 1))
        let record = try training.run()
        let floor = GaussianSharedScaleObservation().scaleFloor
        let fitted = FactorAnalysis(
            loadings: Matrix(1, 4, try training.store.numbers("decoder.network.output.weight")).transposed,
            mean: try training.store.numbers("decoder.network.output.bias"),
            scales: try training.store.numbers("decoder.observation0.rawScale").map { log1p(exp($0)) + floor })
        let reached = Self.meanLogDensity(fitted, dataset)
        let atTruth = Self.meanLogDensity(Self.truth, dataset)
        #expect(reached > atTruth - 0.002, "\(reached) for \(atTruth) at the truth")
        #expect(reached < atTruth + 52 / Double(2 * Self.rowCount))
        // The bound of the last 500 batches, whose mean has a standard error of less than 0.005.
        #expect(record.bound < reached + 0.03)
        #expect(record.bound > reached - 0.06, "the bound is \(record.bound), the log-density \(reached)")
        #expect(record.steps == 1500 && record.bestStep == 1500 && !record.stoppedEarly)
    }
}
