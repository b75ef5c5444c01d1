import Lacuna
import Testing

/// Training stops when the held-out bound no longer improves, and keeps the parameters of the best look.
@Suite struct EarlyStoppingTests {
    private static func options(steps: Int) -> TrainingOptions {
        // Few rows and large steps: the model soon learns the rows by heart.
        var options = TrainingExample.options(steps: steps, batchSize: 24, optimizer: TrainingExample.adam(0.03))
        options.heldOutShare = 0.4
        options.evaluationInterval = 10
        options.patience = 60
        return options
    }

    @Test func bestParametersAreKept() throws {
        let dataset = TrainingExample.dataset(rowCount: 40)
        let training = try TrainingExample.training(dataset, options: Self.options(steps: 2000))
        var looks: [Int: Double] = [:]
        let record = try training.run(report: { event in
            if event.step % 10 == 0 { looks[event.step] = event.heldOutBound }
        })
        let best = try #require(looks.max { $0.value < $1.value })
        #expect(record.stoppedEarly)
        #expect(record.bestStep == best.key)
        #expect(record.heldOutBound == best.value)
        // Gains below 0.01 nats do not count as progress.
        var progress = (step: 0, bound: -Double.infinity)
        for (step, bound) in looks.sorted(by: { $0.key < $1.key }) where bound > progress.bound + 0.01 {
            progress = (step, bound)
        }
        #expect(record.steps == progress.step + 60)
        #expect(record.trainingRows == 24 && record.heldOutRows == 16)
        // The same run ended at the best step has the same parameters, bit for bit.
        let shorter = try TrainingExample.training(dataset, options: Self.options(steps: 2000))
        for _ in 0..<record.bestStep { shorter.advance() }
        let areSame = shorter.store.allNumbers == training.store.allNumbers
        #expect(areSame)
        #expect(looks.values.contains { $0 < best.value - 0.05 })
    }

    @Test func shouldStopInterrupts() throws {
        let training = try TrainingExample.training(options: TrainingExample.options(steps: 100))
        var asked = 0
        let error = #expect(throws: LacunaError.self) {
            _ = try training.run(
                shouldStop: {
                    asked += 1
                    return asked > 7
                })
        }
        #expect(error?.kind == .interrupted)
        #expect(error?.description.contains("step 7") == true)
        #expect(training.step == 7)
    }
}
