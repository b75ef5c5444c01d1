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
}
