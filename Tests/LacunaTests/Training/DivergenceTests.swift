import Lacuna
import Testing

/// A run that diverges says where and why, and leaves the last good state.
@Suite struct DivergenceTests {
    @Test func hugeStepsAreReported() throws {
        let training = try TrainingExample.training(
            options: TrainingExample.options(steps: 200, optimizer: TrainingExample.descent(1e20)))
        let start = training.store.allNumbers
        let error = #expect(throws: LacunaError.self) { _ = try training.run() }
        let text = error?.description ?? ""
        #expect(error?.kind == .work)
        #expect(text.contains("training diverged at step \(training.step + 1)"))
        #expect(
            text.contains("log p(x|z)") || text.contains("log q(z|x)") || text.contains("log p(z)")
                || text.contains("gradient of"))
        #expect(text.contains("training.optimizer.learningRate") && text.contains("1e+20"))
        let isAsBefore = training.store.allNumbers == start
        #expect(isAsBefore)
    }

    @Test func failingTermsAreNamed() throws {
        func training(_ counter: Int, failingRun: Int, steps: Int) throws -> Training {
            let dataset = TrainingExample.dataset()
            var observation = FailingObservation()
            observation.counter = counter
            observation.failingRun = failingRun
            return try Training(
                model: TrainingExample.model(dataset.layout, continuous: observation), bound: TrainingExample.bound(2),
                dataset: dataset, options: TrainingExample.options(steps: steps, batchSize: 4),
                stream: RandomStream(seed: 1))
        }
        // A batch of 4 is one chunk, so that each step is one run.
        let failing = try training(1, failingRun: 700, steps: 2000)
        let error = #expect(throws: LacunaError.self) { _ = try failing.run() }
        #expect(error?.kind == .work)
        #expect(error?.description.contains("step 700: the log-likelihood log p(x|z) is no longer finite") == true)
        #expect(failing.step == 699)
        let sound = try training(2, failingRun: .max, steps: 500)
        _ = try sound.run()
        let areSame = failing.store.allNumbers == sound.store.allNumbers
        #expect(areSame)
    }

    /// A step that fails changes nothing.
    @Test func failedStepsChangeNothing() throws {
        let dataset = TrainingExample.dataset()
        var observation = FailingObservation()
        observation.counter = 3
        observation.failingRun = 5
        let training = try Training(
            model: TrainingExample.model(dataset.layout, continuous: observation), bound: TrainingExample.bound(2),
            dataset: dataset, options: TrainingExample.options(batchSize: 4), stream: RandomStream(seed: 1))
        for _ in 0..<4 { #expect(training.advance()) }
        let before = training.store.allNumbers
        #expect(!training.advance())
        let isAsBefore = training.store.allNumbers == before
        #expect(training.step == 4 && isAsBefore)
    }
}
