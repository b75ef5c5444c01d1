import Foundation
import Lacuna
import Testing

/// The means of features reach parts that ask for them, stay as they are, and come back with a model file.
@Suite struct FeatureMeansTests {
    private static let layout = FeatureLayout(columns: [
        ("age", .continuous, 1), ("height", .continuous, 1), ("smoker", .binary, 1), ("town", .categorical, 3),
    ])

    private static func dataset(hidden: Float = 0) -> Dataset {
        Dataset(
            layout: layout, rowCount: 4,
            values: [
                2, hidden, 1, 1, 0, 0,  //
                4, hidden, 0, 0, 1, 0,  //
                hidden, hidden, 1, hidden, hidden, hidden,  //
                -1.5, hidden, 1, 0, 1, 0,
            ],
            observed: [
                1, 0, 1, 1, 1, 1,  //
                1, 0, 1, 1, 1, 1,  //
                0, 0, 1, 0, 0, 0,  //
                1, 0, 1, 1, 1, 1,
            ])
    }

    /// The mean of the observed cells; 0 where none is; frequencies of categories.
    @Test func meansAreOfTheObservedCells() {
        let third = 1.0 / 3
        let wanted: [Double] = [1.5, 0, 0.75, third, 2 * third, 0]
        for hidden in [Float(0), .nan, 1e30] {
            let means = Self.dataset(hidden: hidden).featureMeans
            #expect(means == wanted, "\(hidden) in missing cells")
        }
    }

    private static let overrides = [
        "model.encoderInput=mean", "training.heldOutShare=0.2", "training.averagingDecay=0.9",
        "training.closingSteps=20", "training.optimizer.weightDecay=0.5", "training.evaluationInterval=20",
    ]

    /// Weight decay, averaging and closing move all other parameters; the means are stored as they were, to the bit.
    @Test func trainingAndFilesKeepTheMeans() throws {
        let table = try MixedTableExample.table()
        let schema = try Schema.infer(from: table).schema
        let dataset = try Dataset(table: table, schema: schema, layout: FeatureLayout(schema))
        // Sums in another order than the one under test.
        let wanted = (0..<dataset.layout.featureCount).map { feature in
            let cells = (0..<dataset.rowCount).reversed().map { $0 * dataset.layout.featureCount + feature }
                .filter { dataset.observed[$0] == 1 }
            return cells.reduce(0.0) { $0 + Double(dataset.values[$1]) } / Double(cells.count)
        }
        // Standardised columns have the mean 0, the others have not: 2 continuous features, 1 binary, 3 of a category.
        #expect(wanted.count == 6)
        #expect(wanted.prefix(2).allSatisfy { abs($0) < 1e-6 } && wanted.dropFirst(2).allSatisfy { $0 > 0.1 })

        let context = try MixedTableExample.context(overrides: Self.overrides)
        let fitted = try FittedTable.fit(table, schema: schema, context: context)
        #expect((fitted.imputer.record?.heldOutRows ?? 0) > 0 && (fitted.imputer.record?.closingSteps ?? 0) > 0)
        let entry = try #require(fitted.imputer.contents.entry("encoder.input.means"))
        #expect(entry.shape == [1, 1, 6])
        #expect(largestDeviation(entry.numbers, wanted) < 1e-7)
        #expect(entry.numbers == dataset.featureMeans.map { Double(Float($0)) })

        let path = FileManager.default.temporaryDirectory.appending(path: "means-\(UUID().uuidString).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try ModelFile.write(fitted, path: path)
        let loaded = try ModelFile.read(path: path, catalog: Catalog.bundled())
        #expect(loaded.imputer.contents.entry("encoder.input.means")?.numbers == entry.numbers)
        let results = try [fitted, loaded].map { model in
            try model.complete(
                table, request: MixedTableExample.request, context: ImputerContext(blueprint: model.blueprint))
        }
        let areSame = results[0].bits == results[1].bits
        #expect(areSame)
    }

    /// The encoder sees the means: other ones give other imputations.
    @Test func theMeansReachTheEncoder() throws {
        let dataset = TrainingExample.dataset()
        var model = TrainingExample.model(dataset.layout)
        model.encoderInput = MeanInput()
        func bound(_ means: [Double]) throws -> [Double] {
            let store = ParameterStore(precision: .float64)
            try model.initialise(
                store, bound: TrainingExample.bound(), from: RandomStream(seed: 4), given: ["featureMeans": means])
            let probe = try BoundProbe(model, store, bound: TrainingExample.bound(), rowCount: 1)
            return probe.run([0.5, 0, 0, -1], [1, 0, 0, 1], noise: RandomStream(seed: 1))
        }
        #expect(try bound([0, 0, 0, 0]) == bound([9, 0, 0, 9]))
        #expect(try bound([0, 0, 0, 0]) != bound([0, 0.5, 0, 0]))
    }

    @Test func meansOfAnotherCountAreRefused() throws {
        let dataset = TrainingExample.dataset()
        var model = TrainingExample.model(dataset.layout)
        model.encoderInput = MeanInput()
        let store = ParameterStore(precision: .float32)
        let error = #expect(throws: TapeError.self) {
            try model.initialise(
                store, bound: TrainingExample.bound(), from: RandomStream(seed: 4), given: ["featureMeans": [1]])
        }
        #expect(error?.description.contains("encoder.input.means has the shape 1×1×4") == true)
    }
}
