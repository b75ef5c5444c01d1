import LacunaTensors

/// A configuration whose names are resolved and whose parts are known to fit together.
public struct Blueprint: Sendable {
    /// The configuration.
    public let configuration: Configuration
    /// Where its parts are found, those that were made in code and registered nowhere included.
    public let catalog: Catalog
    /// What completes the table.
    public let imputer: any Imputer
    /// What training maximises.
    public let bound: any Bound
    /// What draws the missing cells.
    public let sampler: any Sampler

    /// Resolves a configuration.
    ///
    /// - Throws: `LacunaError` where a part cannot be had, or parts do not fit together whatever the table.
    public init(_ unresolved: Configuration, catalog: Catalog) throws {
        // A configuration made in code names its parts, or has some that are registered nowhere; one that was read has all.
        let catalog = try catalog.including(partsOf: unresolved)
        let configuration = try catalog.resolve(unresolved)
        self.configuration = configuration
        self.catalog = catalog
        imputer = try configuration.imputer.member()
        bound = try configuration.bound.member()
        sampler = try configuration.imputation.sampler.member()
        guard imputer.usesModel else { return }
        var problems = try bound.problems(with: configuration.model.posterior.member())
        let draws = configuration.imputation.draws
        if let limit = sampler.drawLimit, draws > limit {
            problems.append(
                """
                imputation.draws: \(draws) draws a row are wanted, but imputation.sampler \(type(of: sampler).name) gives at \
                most \(limit); let it take more samples or steps, or ask for fewer draws
                """)
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
    }

    /// The model for a table that is to be learnt from.
    ///
    /// - Throws: `LacunaError` with every pair of parts that do not fit, both named, and every key of the missingness model
    ///   that the table's columns have no use for.
    public func model(for dataset: Dataset) throws -> ComposedModel {
        try model(for: dataset.layout, columns: dataset.columnMissingness)
    }

    /// The model for a table encoded in some way.
    ///
    /// - Throws: `LacunaError` with every pair of parts that do not fit, both named.
    public func model(for layout: FeatureLayout) throws -> ComposedModel {
        try model(for: layout, columns: nil)
    }

    private func model(for layout: FeatureLayout, columns: [ColumnMissingness]?) throws -> ComposedModel {
        let options = configuration.model
        var problems: [String] = []
        var observation: [ComposedModel.ObservedBlock] = []
        for kind in ColumnKind.allCases {
            let entries = layout.entries(of: kind)
            guard !entries.isEmpty, let choice = options.observation[kind] else { continue }
            let model = try choice.member()
            let kinds = type(of: model).kinds
            guard kinds.contains(kind) else {
                let suited = kinds.map(\.rawValue).sorted().joined(separator: ", ")
                problems.append(
                    """
                    model.observation.\(kind.rawValue): \(type(of: model).name) describes \(suited) columns, but \
                    \(entries.count) \(kind.rawValue) column\(entries.count == 1 ? "" : "s") \
                    (\(entries.prefix(3).map(\.name).joined(separator: ", "))) would use it
                    """)
                continue
            }
            let block = ColumnBlock(
                kind: kind, names: entries.map(\.name), widths: entries.map(\.width), features: layout.range(of: kind),
                units: entries.map(\.units))
            problems += model.problems(with: block).map { "model.observation.\(kind.rawValue).\($0)" }
            observation.append(ComposedModel.ObservedBlock(block, model))
        }
        var model = ComposedModel(
            layout: layout, latentDimension: options.latentDimension ?? min(max(layout.entries.count, 2), 10),
            prior: try options.prior.member(), decoder: try options.decoder.member(), observation: observation,
            encoder: try options.encoder.member(), encoderInput: try options.encoderInput.member(),
            posterior: try options.posterior.member(), missingness: try options.missingness.member())
        if let columns {
            problems += model.missingness.problems(with: columns).map { "model.missingness: \($0)" }
            problems += try configuration.training.linearStart.problems(with: model)
        }
        // The decoder of columns without an observation model cannot be recorded.
        if problems.isEmpty { problems += integrate(&model) }
        problems += sampler.problems(with: model).map { "imputation.sampler: \($0)" }
        if let bound = bound as? any ImputationBound { problems += try bound.samplerProblems(with: model) }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        return model
    }

    /// Sets how the missing cells leave p(s | x): as the configuration says, else exactly where that is possible.
    private func integrate(_ model: inout ComposedModel) -> [String] {
        guard !model.missingness.isIgnorable else {
            guard let integration = configuration.model.integration else { return [] }
            return [
                """
                model.integration: \(integration.rawValue) says how missing cells leave p(s | x), but model.missingness \
                \(type(of: model.missingness).name) leaves that factor out; leave the key out, or choose a missingness model
                """
            ]
        }
        guard configuration.model.integration != .sampled else { return [] }
        guard model.allowsExactIntegration else {
            guard configuration.model.integration == .exact else { return [] }
            let observations = Set(model.observation.map { type(of: $0.model).name }).sorted()
            return [
                """
                model.integration: exact needs log-odds of being missing that depend, affinely, on the column's own value, and \
                observation models that know its expectation, but model.missingness is \
                \(type(of: model.missingness).name) and model.observation \(observations.joined(separator: ", ")); write \
                sampled, or choose other parts
                """
            ]
        }
        model.integration = .exact
        return []
    }

    /// The parts that the configuration uses, and those inside them, for `lacuna cite`.
    public var parts: [any Component] {
        var parts: [any Component] = []
        func add(_ choices: any Encodable...) {
            for choice in choices { parts += (try? ConfigurationEncoder.parts(in: choice)) ?? [] }
        }
        add(configuration.method, configuration.imputer)
        guard imputer.usesModel else { return parts }
        let model = configuration.model, training = configuration.training
        add(configuration.bound, configuration.imputation.sampler, model.observation, model.posterior, model.prior)
        add(model.encoder, model.decoder, model.encoderInput, model.missingness, training.optimizer, training.schedule)
        return parts
    }
}
