import LacunaTensors

/// A latent variable model with its parameters: what training returns, and all that imputation needs.
public struct FittedModel: FittedImputer {
    /// The parts.
    public let model: ComposedModel
    /// The parameters.
    public let store: ParameterStore
    /// What is known of the fit.
    public let record: TrainingRecord?

    /// A model with fitted parameters.
    public init(model: ComposedModel, store: ParameterStore, record: TrainingRecord?) {
        self.model = model
        self.store = store
        self.record = record
    }

    /// The parameters by name.
    public var contents: FittedContents {
        FittedContents(
            entries: store.parameters.map { parameter in
                FittedContents.Entry(
                    name: "\(parameter.group.rawValue).\(parameter.path)",
                    shape: [parameter.shape.rows, parameter.shape.samples, parameter.shape.features],
                    numbers: store.values(of: parameter))
            }, precision: store.precision)
    }

    /// A model with stored parameters.
    ///
    /// - Throws: `LacunaError` where parameters are missing, superfluous or of another shape.
    public init(
        model: ComposedModel, bound: any Bound, contents: FittedContents, record: TrainingRecord?
    ) throws {
        let store = ParameterStore(precision: contents.precision)
        try model.initialise(store, bound: bound, from: RandomStream(seed: 0))
        var problems: [String] = []
        var known: Set<String> = []
        for parameter in store.parameters {
            let name = "\(parameter.group.rawValue).\(parameter.path)"
            known.insert(name)
            guard let entry = contents.entry(name) else {
                problems.append("the model file has no parameter \(name)")
                continue
            }
            let shape = [parameter.shape.rows, parameter.shape.samples, parameter.shape.features]
            guard entry.shape == shape else {
                problems.append("the parameter \(name) of the model file has the shape \(entry.shape), not \(shape)")
                continue
            }
            store.setValues(entry.numbers, of: parameter)
        }
        for entry in contents.entries where !known.contains(entry.name) {
            problems.append("the model file holds \(entry.name), which its configuration has no place for")
        }
        guard problems.isEmpty else { throw LacunaError(.file, problems) }
        store.pack(0..<store.parameters.count)
        self.init(model: model, store: store, record: record)
    }

    /// Completes a dataset by the configured sampler.
    public func complete(
        _ dataset: Dataset, request: ImputationRequest, context: ImputerContext
    ) throws -> Imputations {
        let run = ImputationRun(
            model: model, store: store, sampler: context.blueprint.sampler, request: request,
            batchSize: context.blueprint.configuration.imputation.batchSize
                ?? context.blueprint.sampler.preferredBatchSize,
            stream: context.stream.child("imputation"), threadCount: context.threadCount)
        return try run.complete(dataset, shouldStop: context.shouldStop, report: context.reportRows)
    }
}
