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
        for sentence in model.missingness.notes(with: dataset.columnMissingness) {
            context.note("model.missingness: \(sentence)")
        }
        return try FitSearch(model: model, dataset: dataset, context: context).run()
    }

    public func restore(
        _ contents: FittedContents, layout: FeatureLayout, context: ImputerContext
    ) throws -> any FittedImputer {
        try FittedModel(
            model: context.blueprint.model(for: layout), bound: context.blueprint.bound, contents: contents,
            record: contents.record)
    }
}
