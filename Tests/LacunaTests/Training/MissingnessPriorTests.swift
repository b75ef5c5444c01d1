import Foundation
import Lacuna
import Testing

@testable import LacunaCore

/// The priors of a missingness model's parameters in training.
@Suite struct MissingnessPriorTests {
    private static let slopeScale = 0.7, thresholdScale = 1.3

    private func gradients(_ scales: (slope: Double?, threshold: Double?)) throws -> (
        found: [String: [Double]], differences: [String: [Double]]
    ) {
        let dataset = SelfMaskingExample.dataset(rowCount: 40, slope: 1)
        var masking = SelfMasking()
        masking.slopePriorScale = scales.slope
        masking.thresholdPriorScale = scales.threshold
        var model = TrainingExample.model(dataset.layout, latentDimension: 1, hidden: [4])
        model.missingness = masking
        let bound = TrainingExample.bound(3)
        let store = ParameterStore(precision: .float64)
        try model.initialise(store, bound: bound, from: RandomStream(seed: 1))
        try store.set("missingness.slope", [0.8, -0.4])
        try store.set("missingness.threshold", [0.3, 1.1])
        let runner = try ChunkRunner(
            model: model, bound: bound, store: store, imputations: nil, rowCount: 20, tableRowCount: 40,
            mode: .training, workerCount: 1)
        let rows = Array(0..<40)
        /// Runs the two batches of an epoch: the sum of the bound over all rows, with gradients where there is room.
        func epoch(_ buffers: [GradientBuffer] = []) -> Double {
            var total = 0.0
            rows.withUnsafeBufferPointer { rows in
                for batch in 0..<2 {
                    for chunk in runner.plan.chunks.indices {
                        let index = batch * runner.plan.chunks.count + chunk
                        runner.run(
                            chunk: chunk, worker: 0, dataset: dataset,
                            rows: UnsafeBufferPointer(rebasing: rows[batch * 20..<batch * 20 + 20]),
                            noise: RandomStream(seed: 6), gradient: buffers.isEmpty ? nil : buffers[index], seed: 1)
                    }
                    total += runner.total()
                }
            }
            return total
        }
        /// n · bound + log prior, the prior by hand.
        func objective() throws -> Double {
            func logPrior(_ name: String, _ scale: Double?) throws -> Double {
                guard let scale else { return 0 }
                return try store.numbers("missingness.\(name)").reduce(0) { $0 - $1 * $1 / (2 * scale * scale) }
            }
            return try epoch() + logPrior("slope", scales.slope) + logPrior("threshold", scales.threshold)
        }
        let buffers = (0..<2 * runner.plan.chunks.count).map { _ in GradientBuffer(store) }
        _ = epoch(buffers)
        var found: [String: [Double]] = [:], differences: [String: [Double]] = [:]
        for name in ["slope", "threshold"] {
            let parameter = try #require(store.parameter(named: "missingness.\(name)"))
            let numbers = store.values(of: parameter)
            for index in numbers.indices {
                // Buffers hold the gradient of what is minimised.
                found[name, default: []].append(-buffers.reduce(0) { $0 + $1.values(of: parameter)[index] })
                let width = 1e-5
                var sides: [Double] = []
                for side in [-1.0, 1] {
                    var moved = numbers
                    moved[index] += side * width
                    try store.set("missingness.\(name)", moved)
                    sides.append(try objective())
                }
                try store.set("missingness.\(name)", numbers)
                differences[name, default: []].append((sides[1] - sides[0]) / (2 * width))
            }
        }
        return (found, differences)
    }

    /// Over the rows of the table, the gradient is that of n · bound + log prior.
    @Test func anEpochHasThePriorOnce() throws {
        for scales in [(Self.slopeScale, Self.thresholdScale), (nil, 0.5), (0.4, nil), (nil, nil)]
            as [(slope: Double?, threshold: Double?)]
        {
            let (found, differences) = try gradients(scales)
            for name in ["slope", "threshold"] {
                for (a, b) in zip(try #require(found[name]), try #require(differences[name])) {
                    #expect(abs(a - b) < 1e-6 * max(1, abs(b)), "\(scales) \(name): \(a), \(b)")
                }
            }
        }
    }
}
