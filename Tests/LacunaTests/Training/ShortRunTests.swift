import Lacuna
import Testing

/// Runs shorter than the interval of the running average count every step.
@Suite struct ShortRunTests {
    private static func parameters(steps: Int) throws -> [[Double]] {
        let dataset = TrainingExample.dataset()
        var options = TrainingExample.options(steps: steps)
        options.averagingDecay = 0.999
        let training = try Training(
            model: TrainingExample.model(dataset.layout), bound: TrainingExample.bound(), dataset: dataset,
            options: options, stream: RandomStream(seed: 6))
        _ = try training.run()
        return training.store.parameters.map { training.store.values(of: $0) }
    }

    @Test func everyStepReachesTheParameters() throws {
        let runs = try [1, 5, 9, 10, 13].map { try Self.parameters(steps: $0) }
        for index in 1..<runs.count { #expect(runs[index] != runs[index - 1]) }
    }

    /// A sampler that knows nothing of missingness is refused before any work.
    @Test func missingnessThatTheSamplerIgnoresIsRefused() throws {
        var catalog = try Catalog.bundled()
        try catalog.add(Oblivious.self, to: Samplers.self)
        let configuration = try Configuration.read(
            overrides: ["model.missingness=selfMasking", "imputation.sampler=testOblivious"], catalog: catalog)
        let blueprint = try Blueprint(configuration, catalog: catalog)
        let error = #expect(throws: LacunaError.self) { _ = try blueprint.model(for: continuousLayout(3)) }
        #expect(error?.problems.first?.contains("testOblivious draws as if missingness were ignorable") == true)
    }

    /// A sampler that says nothing of missingness models.
    struct Oblivious: Sampler {
        static let name = "testOblivious"
        static let summary = "draws nothing"

        func start(_ rows: ConditionalRows) -> Int { 0 }
        func step(_ state: inout Int, _ rows: ConditionalRows) -> Bool { false }
        func finish(_ state: Int, _ rows: ConditionalRows) -> [RowImputation] { [] }
    }
}
