/// A latent variable model that has learnt: it completes rows of the columns that it was fitted to.
///
/// ```swift
/// let complete = try fitted.impute(rows)                        // observed numbers as they were, bit for bit
/// let draws = try fitted.draws(rows, count: 20)                 // multiple imputation
/// try fitted.save(to: "survey.safetensors")                     // for lacuna impute --model as well
/// ```
///
/// A row is completed the same wherever it stands, on any number of threads, before and after the model was saved.
public struct FittedLatentVariableModel: Sendable {
    /// What was learnt, with the schema of the table.
    public let fitted: FittedTable
    /// The parts and their parameters.
    public let model: FittedModel
    private let text: String

    /// A fitted table whose imputer is a latent variable model.
    ///
    /// - Throws: `LacunaError` where it is another imputer.
    public init(_ fitted: FittedTable) throws(LacunaError) {
        guard let model = fitted.imputer as? FittedModel else {
            throw LacunaError(
                .configuration,
                "the table was fitted by \(fitted.blueprint.configuration.method.name), which is no latent variable model; "
                    + "complete it by FittedTable")
        }
        self.fitted = fitted
        self.model = model
        let blueprint = fitted.blueprint
        text = try ConfigurationDecoding.effective(blueprint.configuration, catalog: blueprint.catalog).rendered()
    }

    /// Reads a model that `save` or the command line stored.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - catalog: Where its parts are found: parts of one's own have to be added to it, by `add` or, where they are in a
    ///     library, by `adding(pluginLibraries:)`.
    /// - Throws: `LacunaError` where the file is not a whole model file, or the catalog lacks a part of it.
    public init(contentsOf path: String, catalog: Catalog) throws {
        let fitted: FittedTable
        do {
            fitted = try ModelFile.read(path: path, catalog: catalog)
        } catch let error as LacunaError where error.kind == .configuration {
            throw LacunaError(
                .configuration,
                error.problems + [
                    "\(path) holds parts or keys that the catalog does not know as they were saved; parts of your own are "
                        + "added to it by catalog.add, before the model is read"
                ])
        }
        try self.init(fitted)
    }

    /// Stores the model as one safetensors file, which `lacuna impute --model` reads as well.
    ///
    /// - Throws: `LacunaError` where the file cannot be written; an older file is then as it was.
    public func save(to path: String) throws { try ModelFile.write(fitted, path: path) }

    /// Everything that decided the fit.
    public var configuration: Configuration { fitted.blueprint.configuration }
    /// Kinds, categories and units of the columns.
    public var schema: Schema { fitted.schema }
    /// What is known of the fit, such as its bound in nats a row; `nil` for the last good state of a fit that failed.
    public var record: TrainingRecord? { model.record }
}

extension FittedLatentVariableModel: CustomStringConvertible {
    /// The configuration of the fit as JSON, with every key.
    public var description: String { text }
}
