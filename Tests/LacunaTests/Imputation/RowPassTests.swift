import Lacuna
import Synchronization
import Testing

@Suite struct RowPassTests {
    /// Fails with the first cell of the rows that it is given; the second row fails after the first one has.
    private struct FailingSampler: Sampler {
        static let name = "testFailing"
        static let summary = "fails"

        static let begun = Atomic<Int>(0)
        static let failing = Atomic<Int>(0)

        /// Whether the first row waits until the second one has begun too.
        var isParallel = false

        func start(_ rows: ConditionalRows) throws -> Int {
            Self.begun.wrappingAdd(1, ordering: .relaxed)
            while isParallel, Self.begun.load(ordering: .relaxed) < 2 {}
            if rows.values[0] == 0 {
                Self.failing.store(1, ordering: .relaxed)
            } else {
                while Self.failing.load(ordering: .relaxed) == 0 {}
                let target = ContinuousClock.now + .milliseconds(5)
                while ContinuousClock.now < target {}
            }
            throw LacunaError(.work, "cell \(rows.values[0])")
        }
        func step(_ state: inout Int, _ rows: ConditionalRows) throws -> Bool { false }
        func finish(_ state: Int, _ rows: ConditionalRows) throws -> [RowImputation] { [] }
    }

    /// Which error is thrown does not depend on the number of threads: it is that of the first row.
    @Test(.timeLimit(.minutes(1))) func theFirstFailureIsThrown() throws {
        let example = try OneLatentModel(GaussianObservation())
        let rowCount = 9, width = example.model.layout.featureCount
        let dataset = Dataset(
            layout: example.model.layout, rowCount: rowCount,
            values: (0..<rowCount * width).map { $0 % width == 0 ? Float($0 / width) : 0 },
            observed: (0..<rowCount * width).map { $0 % width == 0 ? 1 : 0 })
        for threadCount in [1, 2, 3] {
            FailingSampler.begun.store(0, ordering: .relaxed)
            FailingSampler.failing.store(0, ordering: .relaxed)
            var sampler = FailingSampler()
            sampler.isParallel = threadCount > 1
            let run = ImputationRun(
                model: example.model, store: example.store, sampler: sampler, request: ImputationRequest(),
                stream: RandomStream(seed: 1), threadCount: threadCount)
            let error = #expect(throws: LacunaError.self) { try run.complete(dataset) }
            #expect(error?.problems == ["cell 0.0"], "\(threadCount) threads")
        }
    }
}
