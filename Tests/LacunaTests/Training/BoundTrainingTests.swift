import Lacuna
import Testing

/// Every bound learns with every gradient estimator.
@Suite struct BoundTrainingTests {
    @Test func allPairsLearn() throws {
        let catalog = try Catalog.bundled()
        for bound in ["evidenceLowerBound", "importanceWeighted"] {
            for estimator in catalog.components(in: GradientEstimators.self).map(\.name) {
                let keys = ConfigurationValue.object([ConfigurationEntry("gradient", .string(estimator))])
                let made = try catalog.make(Choice<Bounds>(named: bound, keys: keys))
                let training = try TrainingExample.training(
                    options: TrainingExample.options(optimizer: TrainingExample.adam(5e-3)), bound: made)
                var bounds: [Double] = []
                for _ in 0..<250 {
                    training.advance()
                    bounds.append(training.lastBound)
                }
                let start = meanAndError(Array(bounds.prefix(20))), end = meanAndError(Array(bounds.suffix(50)))
                #expect(end.mean > start.mean + 0.15, "\(bound) with \(estimator): \(start) to \(end)")
            }
        }
    }

    /// One step in 32 bits agrees with the same in 64: bound, and the parameters after a step of gradient descent.
    @Test func precisionsAgree() throws {
        let options = TrainingExample.options(optimizer: TrainingExample.descent(0.1))
        let runs = try Precision.allCases.map { precision in
            let training = try TrainingExample.training(options: options, precision: precision)
            for _ in 0..<3 { training.advance() }
            return training
        }
        #expect(abs(runs[0].lastBound - runs[1].lastBound) < 1e-4)
        let numbers = runs.map { $0.store.allNumbers.flatMap { $0 } }
        #expect(largestDeviation(numbers[0], numbers[1]) < 1e-4)
        #expect(largestDeviation(numbers[0], numbers[1]) > 0)
    }
}
