import Lacuna
import Testing

/// Every epoch shows each row at most once, in an order of its own, and leaves an incomplete last batch out.
@Suite struct BatchOrderTests {
    private static func dataset(_ rowCount: Int) -> Dataset {
        Dataset(
            layout: continuousLayout(1), rowCount: rowCount, values: (0..<rowCount).map { Float($0) },
            observed: [UInt8](repeating: 1, count: rowCount))
    }

    private static func notes(
        _ notebook: Int, rowCount: Int, options: TrainingOptions, advance steps: Int
    ) throws -> (notes: [Int], batchSize: Int) {
        var bound = SpyingBound()
        bound.notebook = notebook
        let training = try TrainingExample.training(dataset(rowCount), options: options, bound: bound)
        for _ in 0..<steps { training.advance() }
        return (SpyingBound.notes(notebook), training.batchSize)
    }

    @Test func epochsVisitEveryRowOnce() throws {
        let epochs = 12
        let options = TrainingExample.options(batchSize: 16)
        let (notes, _) = try Self.notes(1, rowCount: 50, options: options, advance: 3 * epochs)
        try #require(notes.count == 48 * epochs)
        let visits = (0..<epochs).map { Array(notes[48 * $0..<48 * ($0 + 1)]) }
        #expect(visits.allSatisfy { Set($0).count == 48 && $0.allSatisfy((0..<50).contains) })
        #expect(Set(visits).count == epochs)
        // Two rows are left out an epoch, others each time; all are seen in the end.
        #expect(Set(visits.map { Set(0..<50).subtracting($0) }).count > 1)
        #expect(Set(notes).count == 50)
    }

    @Test func smallTablesAreOneBatch() throws {
        let options = TrainingExample.options(batchSize: 64)
        let (notes, batchSize) = try Self.notes(2, rowCount: 10, options: options, advance: 3)
        #expect(batchSize == 10)
        #expect(notes.count == 30)
        for epoch in 0..<3 { #expect(Set(notes[10 * epoch..<10 * (epoch + 1)]).count == 10) }
    }

    @Test func heldOutRowsAreNotTrainedOn() throws {
        var options = TrainingExample.options(batchSize: 10)
        options.heldOutShare = 0.25
        let (notes, batchSize) = try Self.notes(3, rowCount: 40, options: options, advance: 9)
        #expect(batchSize == 10)
        #expect(Set(notes).count == 30)
        for epoch in 0..<3 { #expect(Set(notes[30 * epoch..<30 * (epoch + 1)]).count == 30) }
    }

    /// The closing steps go on from the best look with all rows, the held-out ones included.
    @Test func closingStepsSeeAllRows() throws {
        var options = TrainingExample.options(steps: 30, batchSize: 10)
        options.heldOutShare = 0.25
        options.evaluationInterval = 10
        options.closingSteps = 8
        var bound = SpyingBound()
        bound.notebook = 4
        let training = try TrainingExample.training(Self.dataset(40), options: options, bound: bound)
        let record = try training.run()
        #expect(record.closingSteps == 8 && record.steps == 38 && training.step == 38)
        let notes = SpyingBound.notes(4)
        try #require(notes.count == 380)
        #expect(Set(notes.prefix(300)).count == 30)
        for epoch in 0..<2 { #expect(Set(notes[300 + 40 * epoch..<340 + 40 * epoch]).count == 40) }
    }
}
