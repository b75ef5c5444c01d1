import LacunaTensors

/// A deep latent variable model that is composed in code: its parts and options, before anything was learnt.
///
/// ```swift
/// let rows: [[Double?]] = [[1.2, nil, 0.4], [nil, 3.1, 0.2]]            // nil is missing
/// let model = try LatentVariableModel(latentDimension: 3, decoder: MLPNetwork(hidden: [64]))
/// let fitted = try model.fit(rows, maximising: ImportanceWeightedBound(importanceSampleCount: 20))
/// let complete = try fitted.impute(rows)
/// ```
///
/// Each part has the type of its place: `prior: MLPNetwork()` does not compile. All parts are made and their keys checked
/// here; whether they fit each other and the columns is checked by `fit`, before any work. What is learnt is of another type,
/// `FittedLatentVariableModel`.
public struct LatentVariableModel: Sendable {
    /// Everything that decides a fit, all parts of it made.
    public let configuration: Configuration
    /// Where parts are found that are given by name, such as the optimizer of `TrainingOptions()`, and the parts of this model.
    public let catalog: Catalog
    private let text: String

    /// A model of a configuration, of which the section `model` and the defaults of the others are used.
    ///
    /// - Throws: `LacunaError` with a sentence for each part that cannot be had, key out of range, and part of one's own that
    ///   has the name of another.
    public init(configuration: Configuration, catalog: Catalog) throws(LacunaError) {
        let catalog = try catalog.including(partsOf: configuration)
        let resolved = try catalog.resolve(configuration)
        let imputer = try resolved.imputer.member()
        guard imputer.usesModel else {
            let name = type(of: imputer).name
            throw LacunaError(
                .configuration,
                "imputer: \(name) completes tables without a latent variable model; leave the key and the method "
                    + "\(resolved.method.name) out, or fit by FittedTable.fit")
        }
        self.configuration = resolved
        self.catalog = catalog
        text = try ConfigurationDecoding.effective(resolved, catalog: catalog).rendered()
    }

    /// A model of a configuration as files hold it, JSON or JSON5; what it leaves out has its default.
    ///
    /// Libraries that it lists are not loaded: the catalog has their parts already (`Catalog.adding(pluginLibraries:)`).
    ///
    /// - Throws: `LacunaError` with every mistake found.
    public init(configuration text: String, catalog: Catalog) throws(LacunaError) {
        try self.init(configuration: .read(text: text, catalog: catalog), catalog: catalog)
    }

    /// A model of its parts, all of them given.
    ///
    /// The module `Lacuna` has the same initialiser with default parts, for which no catalog is needed.
    ///
    /// - Parameters:
    ///   - latentDimension: Number of latent features; `nil`: as many as columns, but at least 2 and at most 10.
    ///   - prior: p(z).
    ///   - decoder: The body of the decoder.
    ///   - continuous: p(x | z) of continuous columns.
    ///   - binary: p(x | z) of binary columns.
    ///   - categorical: p(x | z) of categorical columns.
    ///   - encoder: The body of the encoder.
    ///   - encoderInput: What the encoder is shown.
    ///   - posterior: q(z | x_o).
    ///   - missingness: p(s | x).
    ///   - integration: How the missing cells leave p(s | x); `nil`: exactly where the parts allow it, else by draws.
    ///   - catalog: Where parts are found that are given by name, inside other parts or in options.
    /// - Throws: `LacunaError` with a sentence for each part that is not for its columns, key out of range, and part of one's
    ///   own that has the name of another.
    public init(
        latentDimension: Int?, prior: some Prior, decoder: some Network, continuous: some ObservationModel,
        binary: some ObservationModel, categorical: some ObservationModel, encoder: some Network,
        encoderInput: some EncoderInput, posterior: some VariationalFamily, missingness: some MissingnessModel,
        integration: MissingnessIntegration?, catalog: Catalog
    ) throws(LacunaError) {
        var configuration = try Configuration.read(catalog: catalog)
        configuration.model.latentDimension = latentDimension
        configuration.model.prior = Choice(prior)
        configuration.model.decoder = Choice(decoder)
        configuration.model.observation.continuous = Choice(continuous)
        configuration.model.observation.binary = Choice(binary)
        configuration.model.observation.categorical = Choice(categorical)
        configuration.model.encoder = Choice(encoder)
        configuration.model.encoderInput = Choice(encoderInput)
        configuration.model.posterior = Choice(posterior)
        configuration.model.missingness = Choice(missingness)
        configuration.model.integration = integration
        let misplaced = Self.misplaced([(.continuous, continuous), (.binary, binary), (.categorical, categorical)])
        let made = Result { () throws(LacunaError) in
            try LatentVariableModel(configuration: configuration, catalog: catalog)
        }
        switch made {
        case .success(let model) where misplaced.isEmpty: self = model
        case .success: throw LacunaError(.configuration, misplaced)
        case .failure(let error): throw LacunaError(.configuration, misplaced + error.problems)
        }
    }

    /// Observation models that do not describe the columns they are given for.
    private static func misplaced(_ models: [(kind: ColumnKind, model: any ObservationModel)]) -> [String] {
        models.compactMap { kind, model in
            let kinds = type(of: model).kinds
            guard !kinds.contains(kind) else { return nil }
            let suited = kinds.map(\.rawValue).sorted().joined(separator: " and ")
            return "model.observation.\(kind.rawValue): \(type(of: model).name) describes \(suited) columns, not "
                + "\(kind.rawValue) ones; pass it for those, or choose another observation model here"
        }
    }
}

extension LatentVariableModel: CustomStringConvertible {
    /// The configuration as JSON, with every key; `init(configuration:catalog:)` reads it back as an equal model.
    public var description: String { text }
}

extension LatentVariableModel: Equatable {
    /// Whether parts, keys and options are the same.
    public static func == (a: LatentVariableModel, b: LatentVariableModel) -> Bool {
        a.configuration == b.configuration
    }
}
