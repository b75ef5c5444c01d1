import Foundation
import Lacuna
import Synchronization
import Testing

@testable import LacunaCore

/// A linear model is fitted first, and its missingness model is where the fit starts.
@Suite struct LinearStartTests {
    private typealias Example = SelfMaskingExample

    /// One step of Adam moves a parameter by no more than its step size.
    @Test func theFitStartsFromTheLinearModel() throws {
        let dataset = Example.dataset(slope: 3)
        let one = ["training.steps=1", "training.optimizer.learningRate=0.05"]
        let context = try Example.context(one + ["training.linearStart.steps=60"])
        let options = context.blueprint.configuration.training
        let linear = try Training(
            model: options.linearStart.model(beside: context.blueprint.model(for: dataset)),
            bound: context.blueprint.bound, dataset: dataset, options: options.linearStart.options(beside: options),
            stream: context.stream.child("training").child("linearStart"))
        #expect(try linear.run().steps == 60)
        let learnt = try linear.store.numbers("missingness.slope")
        #expect(learnt[0] > 0.5)
        let fitted = try Example.fit(dataset, context: context)
        let plain = try Example.fit(dataset, context: try Example.context(one))
        for (a, b) in zip(learnt, try fitted.store.numbers("missingness.slope")) { #expect(abs(a - b) < 0.0501) }
        #expect(try plain.store.numbers("missingness.slope")[0] < 0.4)
        #expect(fitted.record?.steps == 1)
        // Nothing else starts from it: the decoder's starting numbers are those without it.
        let name = "decoder.network.layer0.weight"
        for (a, b) in zip(try plain.store.numbers(name), try fitted.store.numbers(name)) { #expect(abs(a - b) < 0.101) }
    }

    @Test func theLinearModelHasTheOtherParts() throws {
        let dataset = Example.dataset(), context = try Example.context(["training.diagnostics=true"])
        let deep = try context.blueprint.model(for: dataset)
        var start = context.blueprint.configuration.training.linearStart
        start.steps = 7
        var linear = try start.model(beside: deep)
        #expect(linear.decoder is LinearNetwork)
        #expect(linear.observation.allSatisfy { $0.model is GaussianSharedScaleObservation })
        #expect(linear.encoder is MLPNetwork && linear.missingness is SelfMasking)
        #expect(linear.layout == deep.layout && linear.latentDimension == deep.latentDimension)
        // Missing cells are drawn where the linear model cannot integrate them out.
        start.continuous = Choice(UnknownSigmoidObservation())
        var exact = deep
        exact.integration = .exact
        linear = try start.model(beside: exact)
        #expect(linear.integration == .sampled)
        let options = start.options(beside: context.blueprint.configuration.training)
        #expect(options.steps == 7 && options.closingSteps == 0 && !options.diagnostics && options.batchSize == 16)
    }

    /// The rows by which fits are compared are not learnt from: whatever their values, the linear model is the same, and that
    /// of its last step.
    @Test(arguments: [0, 0.9]) func heldOutRowsAreNotLearntFrom(averagingDecay: Double) throws {
        let dataset = Example.dataset(slope: 3)
        let context = try Example.context([
            "training.heldOutShare=0.25", "training.linearStart.steps=40", "training.evaluationInterval=5",
            "training.averagingDecay=\(averagingDecay)",
        ])
        let heldOut = Set(0..<dataset.rowCount).subtracting(
            try Example.training(dataset, context, stream: context.stream).order)
        #expect(heldOut.count == 12)
        var values = dataset.values
        for row in heldOut { values[2 * row] += 3 }
        let other = Dataset(
            layout: dataset.layout, rowCount: dataset.rowCount, values: values, observed: dataset.observed)
        func start(_ dataset: Dataset) throws -> (store: ParameterStore, steps: Int) {
            let steps = Atomic<Int>(0)
            var context = context
            context.reportTraining = { steps.store($0.step, ordering: .relaxed) }
            let search = try FitSearch(
                model: context.blueprint.model(for: dataset), dataset: dataset, context: context)
            let store = try #require(try search.startingStore(of: 0, .linear, nil))
            return (store, steps.load(ordering: .relaxed))
        }
        let first = try start(dataset), second = try start(other)
        #expect(first.store.allNumbers == second.store.allNumbers)
        #expect(first.steps == 40 && second.steps == 40)
    }

    /// Normal columns of which no expectation of a sigmoid is known.
    struct UnknownSigmoidObservation: ObservationModel {
        static let name = "testUnknownSigmoid"
        static let summary = "normal columns without the expectation of a sigmoid"
        static let kinds: Set<ColumnKind> = [.continuous]

        func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

        func distribution(
            head: Tensor, block: ColumnBlock, in scope: ParameterScope
        ) -> any ConditionalDistribution { Distribution(location: head) }

        struct Distribution: ConditionalDistribution {
            var location: Tensor

            func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
                ((values - location).squared() * observed * -0.5).sum(over: .features)
            }
            func mean() -> Tensor { location }
            func sample(purpose: String) -> Tensor {
                location + location.tape.normalNoise(location.shape, purpose: purpose)
            }
        }
    }

    @Test func whatHasNoUseIsSaid() throws {
        let context = try Example.context(["model.missingness=ignorable", "training.linearStart.steps=5"])
        let error = #expect(throws: LacunaError.self) { _ = try Example.fit(context: context) }
        #expect(error?.kind == .configuration)
        #expect(
            error?.problems == [
                "training.linearStart.steps: 5 steps of a linear model have no use, since model.missingness ignorable has no "
                    + "parameters to start from; write 0, or choose a missingness model such as selfMasking"
            ])
        let wrong = try Example.context(
            ["training.linearStart.steps=5", "training.linearStart.continuous=bernoulli"])
        let kinds = #expect(throws: LacunaError.self) { _ = try Example.fit(context: wrong) }
        #expect(
            kinds?.problems == [
                "training.linearStart.continuous: bernoulli describes binary columns; choose a part for continuous ones"
            ])
    }

    /// A checkpoint has what the linear model gave; the linear model is not fitted again.
    @Test func interruptedFitsGoOnWithoutIt() throws {
        let overrides = ["training.linearStart.steps=6", "training.checkpointInterval=10"]
        let checkpoint = Mutex<TrainingCheckpoint?>(nil), steps = Atomic<Int>(0)
        var context = try Example.context(overrides)
        context.saveCheckpoint = { kept in checkpoint.withLock { $0 = $0 ?? kept } }
        let whole = try Example.fit(context: context)
        context.resuming = checkpoint.withLock { $0 }
        #expect(context.resuming?.step == 10)
        context.reportTraining = { _ in steps.add(1, ordering: .relaxed) }
        let resumed = try Example.fit(context: context)
        #expect(resumed.store.allNumbers == whole.store.allNumbers)
        #expect(steps.load(ordering: .relaxed) == 10)
    }

    @Test func itsDivergenceIsSaid() throws {
        let context = try Example.context(["training.linearStart.steps=5", "training.optimizer.learningRate=1e30"])
        let error = #expect(throws: LacunaError.self) { _ = try Example.fit(context: context) }
        #expect(error?.kind == .work)
        #expect(error?.description.contains("training.linearStart: ") == true)
    }
}
