import Foundation
import Lacuna
import Testing

/// The signal-to-noise ratio of gradients and the components in use, against numbers formed by hand.
@Suite struct FitDiagnosticsTests {
    /// Σ_j w_j x_j with w in the decoder's group: its gradient by w is the mean of x over a batch.
    struct WeightedSumBound: Bound {
        static let name = "testWeightedSum"
        static let summary = "a bound that is linear in its parameters"

        func record(_ step: ModelStep) throws -> RecordedBound {
            let scope = ParameterScope(step.tape, group: .decoder)
            let weights = scope.parameter("weights", TensorShape(features: step.values.shape.features))
            return RecordedBound(value: (step.values * weights).sum(over: .features))
        }
    }

    @Test(arguments: [1, 3], Precision.allCases)
    func theRatioIsThatOfTheMeansOfBatches(threads: Int, precision: Precision) throws {
        let dataset = TrainingExample.dataset(rowCount: 90)
        let model = TrainingExample.model(dataset.layout)
        let store = ParameterStore(precision: precision)
        try model.initialise(store, bound: WeightedSumBound(), from: RandomStream(seed: 1))
        let stream = RandomStream(seed: 5)
        let rows = Array(0..<80)
        let diagnostics = try FitDiagnostics.measure(
            model: model, bound: WeightedSumBound(), store: store, dataset: dataset, rows: rows, batchSize: 16,
            stream: stream, threadCount: threads)
        var order = rows
        var shuffling = stream.child("order")
        shuffling.shuffle(&order)
        let width = dataset.layout.featureCount
        var total = 0.0
        for feature in 0..<width {
            let means = (0..<5).map { batch in
                order[batch * 16..<(batch + 1) * 16].reduce(0.0) { $0 + Double(dataset.values[$1 * width + feature]) }
                    / 16
            }
            let (mean, error) = meanAndError(means)
            total += abs(mean) / (error * 5.0.squareRoot())
        }
        let found = try #require(diagnostics.gradientSignalToNoise["decoder"])
        let allowed = precision == .float64 ? 1e-10 : 1e-3
        #expect(abs(found - total / Double(width)) < allowed * found)
        #expect(diagnostics.gradientSignalToNoise.keys.sorted() == ["decoder"])
        #expect(diagnostics.componentsInUse == nil && diagnostics.componentCount == nil)
    }

    /// Weights of .5, .25 and .25 have the perplexity 2^1.5.
    @Test func componentsInUseAreThePerplexity() throws {
        let posterior = MixtureVariationalFamily(
            componentCount: 3, component: GaussianVariationalFamily(), sampling: .stratified)
        var bound = StratifiedEvidenceLowerBound()
        bound.gradient = Choice(TotalGradient())
        let head = LinearGaussianModel.mixtureHead(
            [log(2), 0, 0], [[0.9, -0.9], [-0.4, 0.6], [0.2, 0.1]], [[0.5, 0.7], [0.9, 0.4], [1, 1]])
        let linear = try LinearGaussianModel(
            BoundsReference.analysis, posterior: posterior, head: head, bound: bound)
        let values = (0..<300 * 3).map { Float($0 % 7) * 0.1 }
        let dataset = Dataset(
            layout: linear.model.layout, rowCount: 300, values: values, observed: values.map { _ in 1 })
        let diagnostics = try FitDiagnostics.measure(
            model: linear.model, bound: bound, store: linear.store, dataset: dataset, rows: Array(0..<300),
            batchSize: 50, stream: RandomStream(seed: 1))
        #expect(diagnostics.componentCount == 3)
        #expect(abs(try #require(diagnostics.componentsInUse) - pow(2, 1.5)) < 1e-12)
        #expect(diagnostics.gradientSignalToNoise.keys.sorted() == ["decoder", "encoder"])
    }

    /// An encoder of complete rows is not shown the others.
    @Test func anEncoderOfCompleteRowsSeesThemAlone() throws {
        let posterior = MixtureVariationalFamily(
            componentCount: 3, component: GaussianVariationalFamily(), sampling: .stratified)
        var bound = StratifiedEvidenceLowerBound()
        bound.gradient = Choice(TotalGradient())
        let head = LinearGaussianModel.mixtureHead(
            [log(2), 0, 0], [[0.9, -0.9], [-0.4, 0.6], [0.2, 0.1]], [[0.5, 0.7], [0.9, 0.4], [1, 1]])
        let linear = try LinearGaussianModel(
            BoundsReference.analysis, posterior: posterior, head: head, bound: bound)
        // The weights of the components depend on the row.
        let slopes = (0..<3 * head.count).map { $0 % head.count < 3 ? Double($0 % 5) * 0.3 : 0 }
        try linear.store.set("encoder.network.output.weight", slopes)
        var model = linear.model
        model.encoderInput = CompleteInput()
        func componentsInUse(_ rows: [Int], observed: [UInt8]) throws -> Double? {
            let dataset = Dataset(
                layout: model.layout, rowCount: 40, values: (0..<120).map { Float($0 % 7) * 0.1 }, observed: observed)
            return try FitDiagnostics.measure(
                model: model, bound: bound, store: linear.store, dataset: dataset, rows: rows, batchSize: 10,
                stream: RandomStream(seed: 1)
            ).componentsInUse
        }
        let all = [UInt8](repeating: 1, count: 120)
        let holes = all.indices.map { UInt8($0 % 6 == 4 ? 0 : 1) }
        let even = Array(stride(from: 0, to: 40, by: 2))
        let expected = try #require(try componentsInUse(even, observed: all))
        #expect(try componentsInUse(Array(0..<40), observed: holes) == expected)
        #expect(try componentsInUse(Array(0..<40), observed: all) != expected)
        #expect(try componentsInUse(Array(0..<40), observed: all.map { _ in 0 }) == nil)
    }

    /// The fit itself is the same with and without a look at it.
    @Test func theyAreAnOption() throws {
        let dataset = TrainingExample.dataset()
        var options = TrainingExample.options(steps: 20)
        let plain = try TrainingExample.training(dataset, options: options)
        #expect(try plain.run().diagnostics == nil)
        options.diagnostics = true
        let looked = try TrainingExample.training(dataset, options: options)
        let record = try looked.run()
        #expect(record.diagnostics?.gradientSignalToNoise.keys.sorted() == ["decoder", "encoder"])
        #expect(looked.store.allNumbers == plain.store.allNumbers)
    }
}
