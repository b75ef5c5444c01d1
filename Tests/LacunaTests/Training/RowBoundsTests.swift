import Lacuna
import Testing

@testable import LacunaCore

/// The bound of each row, as fits are compared by it.
@Suite struct RowBoundsTests {
    /// Without noise the numbers are those by hand, whatever the batch in which a row stands.
    @Test(arguments: [30, 64, 150])
    func everyRowHasItsOwn(rowCount: Int) throws {
        let dataset = TrainingExample.dataset(rowCount: rowCount)
        let training = try TrainingExample.training(
            dataset, bound: FitDiagnosticsTests.WeightedSumBound(), threadCount: 2)
        let weights = [0.5, -1, 2, 0.25]
        try training.store.set("decoder.weights", weights)
        let bounds = try RowBounds.measure(training, stream: RandomStream(seed: 1)) { false }
        #expect(bounds.count == rowCount)
        for row in 0..<rowCount {
            let expected = (0..<4).reduce(0.0) { $0 + Double(dataset.values[row * 4 + $1]) * weights[$1] }
            #expect(abs(bounds[row] - expected) < 1e-5)
        }
    }

    /// Where rows are held out, they are looked at, at the best step and not after closing; the parameters stay.
    @Test func heldOutRowsAreLookedAtWhereTheyWereNotLearntFrom() throws {
        let dataset = TrainingExample.dataset(rowCount: 40)
        var options = TrainingExample.options(steps: 20)
        options.heldOutShare = 0.25
        options.evaluationInterval = 5
        options.closingSteps = 10
        let training = try Training(
            model: TrainingExample.model(dataset.layout), bound: FitDiagnosticsTests.WeightedSumBound(),
            dataset: dataset, options: options, stream: RandomStream(seed: 4))
        _ = try training.run()
        let last = training.store.allNumbers
        let bounds = try RowBounds.measure(training, stream: RandomStream(seed: 1)) { false }
        #expect(training.store.allNumbers == last)
        let rows = try #require(training.heldOut?.rows)
        #expect(rows.count == 10 && bounds.count == 10)
        training.store.restore(try #require(training.progress.bestParameters))
        let weights = try training.store.numbers("decoder.weights")
        #expect(training.store.allNumbers != last)
        for (row, bound) in zip(rows, bounds) {
            let expected = (0..<4).reduce(0.0) { $0 + Double(dataset.values[row * 4 + $1]) * weights[$1] }
            #expect(abs(bound - expected) < 1e-5)
        }
    }

    /// With noise they are the same for any number of threads, others for another stream, and near each other.
    @Test func noiseIsTheRowsOwn() throws {
        let dataset = TrainingExample.dataset(rowCount: 100)
        func bounds(_ threadCount: Int, seed: UInt64 = 3) throws -> [Double] {
            let training = try TrainingExample.training(dataset, threadCount: threadCount)
            return try RowBounds.measure(training, stream: RandomStream(seed: seed)) { false }
        }
        let one = try bounds(1)
        #expect(try bounds(2) == one)
        let other = try bounds(1, seed: 4)
        #expect(zip(one, other).allSatisfy { $0 != $1 })
        let error = #expect(throws: LacunaError.self) {
            _ = try RowBounds.measure(try TrainingExample.training(dataset), stream: RandomStream(seed: 1)) { true }
        }
        #expect(error?.kind == .interrupted)
    }
}
