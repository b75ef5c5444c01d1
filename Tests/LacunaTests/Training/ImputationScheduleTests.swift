import Lacuna
import LacunaTensors
import Synchronization
import Testing

@testable import LacunaCore

/// When training advances the imputations that a bound is trained on, by how many steps, which, and to what distribution.
@Suite struct ImputationScheduleTests {
    /// What a sampler is told by the test, beside its configuration.
    final class Marks: Codable, Sendable {
        private let current = Atomic<Int>(0)
        /// The gradient step that is being taken.
        var step: Int {
            get { current.load(ordering: .relaxed) }
            set { current.store(newValue, ordering: .relaxed) }
        }

        init() {}
        init(from decoder: any Decoder) {}
        func encode(to encoder: any Encoder) {}
    }

    /// Fills a row, observed cells too, with the number of the gradient step and of its own steps.
    struct MarkingSampler: Sampler {
        static let name = "testMarking"
        static let summary = "marks instead of draws"

        var marks = Marks()
        /// Rows whose number it divides get no numbers; 0: none.
        var brokenDivisor = 0

        func start(_ rows: ConditionalRows) throws -> Int { 0 }

        func step(_ state: inout Int, _ rows: ConditionalRows) throws -> Bool {
            state += 1
            return state < rows.request.stepCount ?? 1
        }

        func finish(_ state: Int, _ rows: ConditionalRows) throws -> [RowImputation] {
            rows.addresses.map { address in
                let mark =
                    brokenDivisor > 0 && address % UInt64(brokenDivisor) == 0
                    ? .nan : ImputationScheduleTests.mark(step: marks.step, updateSteps: state)
                let draw = [Float](repeating: mark, count: rows.model.layout.featureCount)
                return RowImputation(
                    summary: draw.map { _ in 0 },
                    draws: [[Float]](repeating: draw, count: rows.request.drawCount),
                    diagnostics: RowDiagnostics(effectiveSampleSize: 1))
            }
        }
    }

    static func mark(step: Int, updateSteps: Int) -> Float { Float(step) + Float(updateSteps) / 16 }

    private static let imputationCount = 2
    private static let dataset = TrainingExample.dataset(rowCount: 40)

    private static func bound(_ sampler: MarkingSampler, updateSteps: Int = 1) -> DecomposedBound {
        var bound = DecomposedBound()
        bound.imputationCount = imputationCount
        bound.updateSteps = updateSteps
        bound.sampler = Choice(sampler)
        bound.gradient = Choice(TotalGradient())
        return bound
    }

    /// The places of a row's cells among the contents of the table.
    private static func places(_ row: Int) -> Range<Int> {
        let width = dataset.layout.featureCount
        let start = dataset.observed.prefix(row * width).count { $0 == 0 } * imputationCount
        return start..<start + dataset.observed[row * width..<(row + 1) * width].count { $0 == 0 } * imputationCount
    }

    private static func contents(_ training: Training) throws -> [Float] {
        try #require(training.imputations).contents
    }

    /// Unchanged in the first epoch; afterwards the missing cells of the batch, by as many steps as the bound says.
    @Test(arguments: [1, 3], [1, 2])
    func aBatchIsAdvancedAfterTheFirstEpoch(updateSteps: Int, threadCount: Int) throws {
        let sampler = MarkingSampler()
        let training = try TrainingExample.training(
            Self.dataset, options: TrainingExample.options(batchSize: 16),
            bound: Self.bound(sampler, updateSteps: updateSteps), threadCount: threadCount)
        var expected = try Self.contents(training)
        for step in 1...7 {
            sampler.marks.step = step
            #expect(training.advance())
            #expect(training.epoch == (step + 1) / 2)
            if training.epoch > 1 {
                for row in training.order[training.place - 16..<training.place] {
                    for place in Self.places(row) { expected[place] = Self.mark(step: step, updateSteps: updateSteps) }
                }
            }
            #expect(try Self.contents(training) == expected, "step \(step)")
        }
        // What the sampler says of observed cells is not heard.
        let table = try #require(training.imputations)
        let width = Self.dataset.layout.featureCount
        var cells = [Float](repeating: 0, count: width * Self.imputationCount)
        for row in 0..<Self.dataset.rowCount {
            cells.withUnsafeMutableBufferPointer { cells in
                if let base = cells.baseAddress { table.read(row: row, into: base) }
            }
            for (index, cell) in cells.enumerated() where Self.dataset.observed[row * width + index % width] == 1 {
                #expect(cell == Self.dataset.values[row * width + index % width])
            }
        }
    }

    /// Those of held-out rows stay as long, and then move at every look alone.
    @Test func heldOutRowsAreAdvancedAtLooksAfterTheFirstEpoch() throws {
        let sampler = MarkingSampler()
        var options = TrainingExample.options(steps: 8, batchSize: 10)
        options.heldOutShare = 0.25
        options.evaluationInterval = 2
        let training = try TrainingExample.training(Self.dataset, options: options, bound: Self.bound(sampler))
        let heldOut = Set(0..<40).subtracting(training.order)
        #expect(heldOut.count == 10)
        var expected = try Self.contents(training)
        sampler.marks.step = 1
        var differences: [Int] = []
        _ = try training.run(report: { event in
            if training.epoch > 1, event.step % 2 == 0 {
                for row in heldOut {
                    for place in Self.places(row) { expected[place] = Self.mark(step: event.step, updateSteps: 1) }
                }
            }
            let now = training.imputations?.contents ?? []
            if !heldOut.allSatisfy({ now[Self.places($0)] == expected[Self.places($0)] }) {
                differences.append(event.step)
            }
            sampler.marks.step = event.step + 1
        })
        #expect(differences.isEmpty && training.epoch == 3, "\(differences)")
    }

    /// Rows whose new imputations are no numbers keep the old ones, and only they; the run says how often.
    @Test func imputationsThatAreNoNumbersAreLeftOut() throws {
        var sampler = MarkingSampler()
        sampler.brokenDivisor = 3
        let training = try TrainingExample.training(
            Self.dataset, options: TrainingExample.options(steps: 6, batchSize: 16), bound: Self.bound(sampler))
        var expected = try Self.contents(training)
        var keptCount = 0
        var notes: [String] = []
        sampler.marks.step = 1
        _ = try training.run(
            report: { event in
                defer { sampler.marks.step = event.step + 1 }
                guard training.epoch > 1 else { return }
                for row in training.order[training.place - 16..<training.place] where !Self.places(row).isEmpty {
                    guard row % 3 != 0 else {
                        keptCount += 1
                        continue
                    }
                    for place in Self.places(row) { expected[place] = Self.mark(step: event.step, updateSteps: 1) }
                }
            }, note: { notes.append($0) })
        #expect(try Self.contents(training) == expected && keptCount > 5)
        #expect(
            notes == [
                "the sampler of the imputations gave numbers that are not finite \(keptCount) times; the imputations of the row "
                    + "stayed as they were"
            ])
    }

    /// A bound that is trained on imputations is not run on zeros in their place.
    @Test func withoutImputationsTheBoundIsRefused() throws {
        let training = try TrainingExample.training(
            Self.dataset, options: TrainingExample.options(batchSize: 16), bound: Self.bound(MarkingSampler()))
        func measure(_ imputations: ImputationTable?) throws {
            _ = try FitDiagnostics.measure(
                model: training.model, bound: training.bound, store: training.store, dataset: Self.dataset,
                rows: Array(0..<40), batchSize: 16, stream: RandomStream(seed: 1), imputations: imputations)
        }
        let error = #expect(throws: LacunaError.self) { try measure(nil) }
        #expect(
            error?.description.hasPrefix("bound decomposed is trained on imputations of the rows, but none") == true)
        #expect(throws: Never.self) { try measure(training.imputations) }
    }

    // MARK: The distribution

    /// With parameters that stand still the table comes to p(x_m | x_o), although the encoder is wrong: moments and marginals
    /// as in `LinearGaussianSamplerTests`, with false alarms below 1e-7.
    @Test(arguments: [("latentAdaptiveResampling", 40, 4), ("metropolisWithinGibbs", 19, 60)])
    func theTableComesToTheConditional(sampler: String, imputationCount: Int, updateSteps: Int) throws {
        typealias Reference = LinearGaussianSamplerTests
        let linear = try AffineEncoder.wrong(Reference.analysis).model()
        var bound = DecomposedBound()
        bound.imputationCount = imputationCount
        bound.updateSteps = updateSteps
        bound.sampler = try Catalog.bundled().resolve(Choice(named: sampler))
        bound.gradient = Choice(TotalGradient())
        let rowCount = Reference.rowCount
        let dataset = Dataset(
            layout: linear.model.layout, rowCount: rowCount,
            values: (0..<rowCount).flatMap { _ in Reference.row.map { Float($0) } },
            observed: (0..<rowCount).flatMap { _ in Reference.observed.map { UInt8($0) } })
        let training = try Training(
            model: linear.model, bound: bound, dataset: dataset,
            options: TrainingExample.options(
                steps: 6, batchSize: rowCount / 2, optimizer: TrainingExample.descent(1e-30)),
            startingFrom: linear.store, stream: RandomStream(seed: 31), threadCount: 2)
        _ = try training.run()
        let contents = try Self.contents(training)
        let missing = Reference.observed.count { $0 == 0 }
        let draws = ConditionalDraws(
            rows: (0..<rowCount).map { row in
                (0..<imputationCount).map { imputation in
                    let start = (row * imputationCount + imputation) * missing
                    return contents[start..<start + missing].map { Double($0) }
                }
            })
        let exact = Reference.analysis.conditional(Reference.row, Reference.observed)
        Reference.check(draws, exact.mean, exact.covariance)
    }
}

extension ConditionalDraws {
    /// Draws that were made otherwise, rows × draws × missing cells.
    fileprivate init(rows: [[[Double]]]) { self.rows = rows }
}
