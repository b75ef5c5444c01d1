import Foundation
import Lacuna
import Testing

@testable import LacunaCore

/// Fits compared with one in which cells are missing at random.
@Suite struct AtRandomMissingnessTests {
    private typealias Example = SelfMaskingExample
    private static let learning = [
        "training.restarts=3", "training.optimizer.learningRate=0.03", "training.steps=300",
    ]

    private func record(_ dataset: Dataset, _ overrides: [String] = []) throws -> TrainingRecord {
        let fitted = try Example.fit(dataset, context: try Example.context(Self.learning + overrides))
        return try #require(fitted.record)
    }

    /// Three columns of a common factor: the first is missing more often above, the third at random, the second never.
    private func partlyAtRandom(rowCount: Int) -> Dataset {
        var stream = RandomStream(seed: 8)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let factor = stream.normal()
            values += (0..<3).map { _ in Float(factor + 0.2 * stream.normal()) }
            observed += [
                stream.uniform() < 1 / (1 + exp(4 * factor)) ? 1 : 0, 1, stream.uniform() < 0.7 ? 1 : 0,
            ]
        }
        return Dataset(layout: continuousLayout(3), rowCount: rowCount, values: values, observed: observed)
    }

    /// Of four rows that were learnt from the first column lacks one, so the rate is 1.5 / 5; the second lacks none: .5 / 5.
    @Test func patternsHaveTheRatesOfTheirColumns() {
        let dataset = Dataset(
            layout: continuousLayout(2), rowCount: 5, values: [Float](repeating: 0, count: 10),
            observed: [0, 1, 1, 1, 1, 1, 1, 1, 0, 0])
        let columns = dataset.layout.entries
        let both = AtRandomMissingness.logProbabilities(
            of: [0, 4], learntFrom: [0, 1, 2, 3], in: dataset, columns: columns)
        #expect(abs(both[0] - log(0.3 * 0.9)) < 1e-12 && abs(both[1] - log(0.3 * 0.1)) < 1e-12)
        let second = AtRandomMissingness.logProbabilities(
            of: [0, 4], learntFrom: [0, 1, 2, 3], in: dataset, columns: [columns[1]])
        #expect(abs(second[0] - log(0.9)) < 1e-12 && abs(second[1] - log(0.1)) < 1e-12)
    }

    /// Cells that are missing at random: the simpler model does as well, and no direction is clear.
    @Test func cellsMissingAtRandomAreToldSo() throws {
        let record = try record(Example.dataset(rowCount: 150))
        let atRandom = try #require(record.atRandom)
        #expect(atRandom.verdict == .undecided, "\(atRandom)")
        let curve = try #require(record.missingness?.first)
        #expect(curve.opposite?.comparison.verdict != .clear, "\(curve)")
        #expect(record.fits?.count == 4)
    }

    /// Beside a column that nearly agrees with it, masking is plain, and its direction too.
    @Test(arguments: [0, 0.2]) func plainMaskingIsClear(heldOutShare: Double) throws {
        let record = try record(
            Example.dataset(rowCount: 400, slope: 4),
            ["training.heldOutShare=\(heldOutShare)", "training.evaluationInterval=50"])
        let atRandom = try #require(record.atRandom)
        #expect(atRandom.verdict == .clear, "\(atRandom) \(record.fits ?? [])")
        let curve = try #require(record.missingness?.first)
        #expect(curve.direction == 1, "\(curve)")
        #expect(curve.opposite.map { $0.comparison.verdict == .clear } ?? true, "\(curve)")
    }

    /// A column whose cells are missing at random has no direction, whatever the columns beside it.
    @Test func columnsBesideMaskedOnesHaveNoClaim() throws {
        let curves = try #require(try record(partlyAtRandom(rowCount: 400)).missingness)
        #expect(curves.map(\.column) == ["column0", "column2"])
        #expect(curves.first?.direction == 1, "\(curves)")
        #expect(curves.last?.direction == 0 || curves.last?.opposite?.comparison.verdict != .clear, "\(curves)")
    }

    /// A single fit, and one whose missingness is ignorable, is compared with none.
    @Test func otherFitsAreNotCompared() throws {
        #expect(try record(Example.dataset(), ["training.restarts=0", "training.steps=20"]).atRandom == nil)
        #expect(
            try record(
                Example.dataset(), ["training.restarts=1", "training.steps=20", "model.missingness=ignorable"]
            ).atRandom == nil)
    }
}
