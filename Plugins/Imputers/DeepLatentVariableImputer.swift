import LacunaCore

/// Fits the configured latent variable model and completes rows by the configured sampler.
public struct DeepLatentVariableImputer: Imputer {
    public static let name = "deepLatentVariable"
    public static let summary = "the latent variable model that the configuration composes"
    public static let references = [Reference.miwae]

    public var usesModel: Bool { true }

    public init() {}

    public func fit(_ dataset: Dataset, context: ImputerContext) throws -> any FittedImputer {
        let model = try context.blueprint.model(for: dataset)
        let configuration = context.blueprint.configuration
        let training = try Training(
            model: model, bound: context.blueprint.bound, dataset: dataset, options: configuration.training,
            resuming: context.resuming, precision: configuration.precision,
            stream: context.stream.child("training"), threadCount: context.threadCount)
        if let imputations = training.imputations {
            context.note(
                "training keeps \(imputations.count) imputations of every incomplete row, which take \(imputations.size)"
            )
        }
        if let checkpoint = context.resuming {
            context.note("training goes on from step \(training.step)")
            if let caution = checkpoint.caution { context.note(caution) }
        }
        do {
            let record = try training.run(
                shouldStop: context.shouldStop, saveCheckpoint: context.saveCheckpoint, report: context.reportTraining,
                note: context.note)
            return FittedModel(model: model, store: training.store, record: record)
        } catch let problem as LacunaError where problem.kind == .work {
            throw UnfinishedFit(problem, imputer: FittedModel(model: model, store: training.store, record: nil))
        }
    }

    public func restore(
        _ contents: FittedContents, layout: FeatureLayout, context: ImputerContext
    ) throws -> any FittedImputer {
        try FittedModel(
            model: context.blueprint.model(for: layout), bound: context.blueprint.bound, contents: contents,
            record: contents.record)
    }
}
