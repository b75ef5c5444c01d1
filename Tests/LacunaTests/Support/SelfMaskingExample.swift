import Foundation
import Lacuna

/// Small tables in which cells are missing by their own values, and fits of small models to them.
enum SelfMaskingExample {
    static let configuration = """
        {
          model: {
            latentDimension: 1, decoder: { hidden: [6] }, encoder: { hidden: [6] }, missingness: "selfMasking",
            observation: { continuous: "gaussian" },
          },
          bound: { importanceSampleCount: 4 },
          training: {
            steps: 20, batchSize: 16, heldOutShare: 0, averagingDecay: 0, closingSteps: 0,
            optimizer: { type: "adam", learningRate: 0.01 },
          },
        }
        """

    /// The context of a fit of the small model.
    static func context(_ overrides: [String] = [], seed: Int = 1, threadCount: Int = 1) throws -> ImputerContext {
        let catalog = try Catalog.bundled()
        let configuration = try Configuration.read(
            text: configuration, overrides: ["seed=\(seed)"] + overrides, catalog: catalog)
        return ImputerContext(blueprint: try Blueprint(configuration, catalog: catalog), threadCount: threadCount)
    }

    /// Two columns that nearly agree; the first is missing with the probability σ(slope · x), the second never.
    static func dataset(rowCount: Int = 48, slope: Double = 0, seed: UInt64 = 5) -> Dataset {
        var stream = RandomStream(seed: seed)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let factor = stream.normal()
            values += [Float(factor + 0.2 * stream.normal()), Float(factor + 0.2 * stream.normal())]
            observed += [stream.uniform() < 1 / (1 + exp(slope * factor)) ? 1 : 0, 1]
        }
        return Dataset(layout: continuousLayout(2), rowCount: rowCount, values: values, observed: observed)
    }

    /// One normal column, half of whose cells are missing at random.
    static func column(rowCount: Int = 40, seed: UInt64 = 5) -> Dataset {
        var stream = RandomStream(seed: seed)
        let values = (0..<rowCount).map { _ in Float(stream.normal()) }
        let observed = (0..<rowCount).map { _ in stream.uniform() < 0.5 ? UInt8(0) : 1 }
        return Dataset(layout: continuousLayout(1), rowCount: rowCount, values: values, observed: observed)
    }

    /// Fits as `lacuna` does.
    static func fit(_ dataset: Dataset = dataset(), context: ImputerContext) throws -> FittedModel {
        try FitSearch(model: context.blueprint.model(for: dataset), dataset: dataset, context: context).run()
    }

    /// One fit by itself, from a stream of its own.
    ///
    /// - Parameter start: Where the missingness model starts, if it is not drawn.
    static func training(
        _ dataset: Dataset, _ context: ImputerContext, stream: RandomStream, startingFrom start: ParameterStore? = nil
    ) throws -> Training {
        try Training(
            model: context.blueprint.model(for: dataset), bound: context.blueprint.bound, dataset: dataset,
            options: context.blueprint.configuration.training, startingFrom: start, groups: .missingness,
            stream: stream, judging: context.stream.child("training"))
    }
}
