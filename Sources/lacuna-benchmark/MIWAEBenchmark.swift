import CAllocationCounter
import Lacuna

/// The model that the peers run too, composed by name and trained by the code that `lacuna impute` uses.
enum MIWAEBenchmark {
    static let columnCount = 11
    static let configuration = """
        {
          method: "miwae",
          model: { latentDimension: 10, observation: { continuous: "studentT" }, posterior: "gaussian" },
          bound: { type: "importanceWeighted", importanceSampleCount: 20, gradient: "total" },
          training: { optimizer: { type: "adam", learningRate: 1e-3 }, heldOutShare: 0 },
          imputation: { sampler: { type: "importanceResampling", sampleCount: 10000 } },
        }
        """

    /// Correlated rows of which half of the cells are missing, or another share.
    static func dataset(rowCount: Int = 4898, observedShare: Double = 0.5) -> Dataset {
        var stream = RandomStream(seed: 3)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let factor = stream.normal()
            for column in 0..<columnCount {
                values.append(Float(factor * Double(column % 3 - 1) + stream.normal()))
                observed.append(stream.uniform() > 1 - observedShare ? 1 : 0)
            }
        }
        let layout = FeatureLayout(columns: (0..<columnCount).map { ("column\($0)", .continuous, 1) })
        return Dataset(layout: layout, rowCount: rowCount, values: values, observed: observed)
    }

    private static func prepare(
        threads: Int, batch: Int
    ) throws -> (blueprint: Blueprint, model: ComposedModel, training: Training, dataset: Dataset) {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(
            text: configuration, overrides: ["training.batchSize=\(batch)"], catalog: catalog)
        let blueprint = try Blueprint(configuration, catalog: catalog)
        let dataset = dataset()
        let model = try blueprint.model(for: dataset.layout)
        let training = try Training(
            model: model, bound: blueprint.bound, dataset: dataset, options: configuration.training,
            stream: RandomStream(seed: 1), threadCount: threads)
        return (blueprint, model, training, dataset)
    }

    /// Milliseconds a training step, and allocations a step after the first ones.
    static func train(threads: Int, batch: Int) throws -> [BenchmarkFigure] {
        let (_, _, training, _) = try prepare(threads: threads, batch: batch)
        for _ in 0..<100 { training.advance() }
        let stepsPerRound = max(6400 / batch, 10)
        var times: [Double] = []
        times.reserveCapacity(15)
        let before = lacuna_allocation_count()
        for _ in 0..<15 {
            let start = Stopwatch.now()
            for _ in 0..<stepsPerRound { training.advance() }
            times.append((Stopwatch.now() - start) / Double(stepsPerRound))
        }
        let allocations = lacuna_allocation_count() - before
        let median = Stopwatch.median(times)
        let peak = PeakRate.perCore() * Double(threads)
        let work = Self.operations(batch: batch)
        let target = (batch, threads) == (64, 1) ? "≤ 1.9" : (batch, threads) == (64, 2) ? "≤ 1.05" : nil
        return [
            BenchmarkFigure(
                name: "training step, batch \(batch)", value: median * 1e3, best: (times.min() ?? .nan) * 1e3,
                unit: "ms", shareOfPeak: work / median / peak, target: target),
            BenchmarkFigure(
                name: "steps", value: 1 / median, best: 1 / (times.min() ?? .nan), unit: "1/s", shareOfPeak: nil,
                target: nil),
            BenchmarkFigure(
                name: "allocations", value: Double(allocations) / Double(15 * stepsPerRound),
                best: Double(allocations) / Double(15 * stepsPerRound), unit: "a step", shareOfPeak: nil, target: "0"),
        ]
    }

    /// Rows a second at 10,000 samples a row.
    static func impute(threads: Int) throws -> [BenchmarkFigure] {
        let (blueprint, model, training, dataset) = try prepare(threads: threads, batch: 64)
        for _ in 0..<50 { training.advance() }
        let rowCount = 100 * threads
        let rows = dataset.subset(rows: Array(0..<rowCount))
        let run = ImputationRun(
            model: model, store: training.store, sampler: blueprint.sampler, request: ImputationRequest(),
            stream: RandomStream(seed: 1), threadCount: threads)
        var times: [Double] = []
        for _ in 0..<5 {
            let start = Stopwatch.now()
            _ = try run.complete(rows)
            times.append((Stopwatch.now() - start) / Double(rowCount))
        }
        let median = Stopwatch.median(times)
        let work = 2.0 * Double(10 * 128 + 2 * 128 * 128 + 128 * 3 * columnCount) * 10_000
        return [
            BenchmarkFigure(
                name: "rows completed", value: 1 / median, best: 1 / (times.min() ?? .nan), unit: "1/s",
                shareOfPeak: work / median / (PeakRate.perCore() * Double(threads)), target: "≥ \(200 * threads)")
        ]
    }

    /// Floating-point operations of the matrix products of a step: forward, weight gradient, input gradient.
    private static func operations(batch: Int) -> Double {
        let encoder = columnCount * 128 + 2 * 128 * 128 + 128 * 20
        let decoder = 10 * 128 + 2 * 128 * 128 + 128 * 3 * columnCount
        return 2 * Double(batch) * Double(3 * encoder - columnCount * 128) + 2 * Double(batch * 20 * 3 * decoder)
    }
}
