import LacunaTensors

/// Everything that decides a run, with defaults for all of it.
///
/// A configuration is read from JSON5 by `Configuration.read`, or made in code. Its keys are these properties.
public struct Configuration: Configurable, Equatable {
    /// The version of the configuration's format.
    public var version = 1
    /// The seed of all randomness: the same seed gives the same bytes.
    public var seed = 1
    /// Libraries of plug-ins whose parts can be named, relative to the folder of the configuration.
    public var plugins: [String] = []
    /// The method whose preset lies below every other key; see `lacuna components method`.
    public var method: Choice<Methods> = "miwae"
    /// What completes the table.
    public var imputer: Choice<Imputers> = "deepLatentVariable"
    /// The width of the numbers.
    public var precision = Precision.float32
    /// How the table is read.
    public var data = DataOptions()
    /// The parts of the model.
    public var model = ModelOptions()
    /// What training maximises.
    public var bound: Choice<Bounds> = "importanceWeighted"
    /// How the model is fitted.
    public var training = TrainingOptions()
    /// How the table is completed.
    public var imputation = ImputationOptions()

    /// The defaults.
    public init() {}

    /// Values out of range.
    public func problems() -> [ConfigurationProblem] {
        version == 1
            ? []
            : [
                ConfigurationProblem(
                    key: "version",
                    message: "must be 1, the only version that this program knows, not \(version)")
            ]
    }
}

/// The section `data` of a configuration.
public struct DataOptions: Configurable, Equatable {
    /// The table's path; the command line names it otherwise.
    public var path: String?
    /// What separates cells: `","` (also where it is `null`), `";"`, `"tab"` or `"|"`.
    public var delimiter: String?
    /// Texts that mean "missing".
    public var missingTokens = ["", "NA"]
    /// Kinds of columns, by name; the others are inferred.
    public var columns: [String: ColumnKind] = [:]

    /// The defaults.
    public init() {}

    /// How a file is read.
    public var csv: CSVOptions {
        CSVOptions(delimiter: delimiter, missingTokens: missingTokens)
    }
}

/// The section `model` of a configuration.
public struct ModelOptions: Configurable, Equatable {
    /// Number of latent features; `null`: as many as columns, but at least 2 and at most 10.
    public var latentDimension: Int?
    /// p(z).
    public var prior: Choice<Priors> = "standardNormal"
    /// The body of the decoder.
    public var decoder: Choice<Networks> = "mlp"
    /// p(x | z) for each kind of column.
    public var observation = ObservationOptions()
    /// The body of the encoder.
    public var encoder: Choice<Networks> = "mlp"
    /// What the encoder is shown.
    public var encoderInput: Choice<EncoderInputs> = "zero"
    /// q(z | x_o).
    public var posterior: Choice<VariationalFamilies> = "gaussian"
    /// p(s | x).
    public var missingness: Choice<MissingnessModels> = "ignorable"
    /// How the missing cells leave p(s | x); `null`: exactly where the parts allow it, else by draws.
    public var integration: MissingnessIntegration?

    /// The defaults.
    public init() {}

    /// Values out of range.
    public func problems() -> [ConfigurationProblem] {
        guard let latentDimension, !(1...4096).contains(latentDimension) else { return [] }
        return [
            ConfigurationProblem(
                key: "latentDimension", message: "must lie between 1 and 4096 (or be null), not \(latentDimension)")
        ]
    }
}

/// The observation model of each kind of column.
public struct ObservationOptions: Configurable, Equatable {
    /// Of continuous columns.
    public var continuous: Choice<ObservationModels> = "studentT"
    /// Of binary columns.
    public var binary: Choice<ObservationModels> = "bernoulli"
    /// Of categorical columns.
    public var categorical: Choice<ObservationModels> = "categorical"

    /// The defaults.
    public init() {}

    /// The choice for a kind, or `nil` for kinds that are not modelled.
    public subscript(kind: ColumnKind) -> Choice<ObservationModels>? {
        switch kind {
        case .continuous: continuous
        case .binary: binary
        case .categorical: categorical
        case .ignore: nil
        }
    }
}

/// The section `imputation` of a configuration.
public struct ImputationOptions: Configurable, Equatable {
    /// What draws the missing cells.
    public var sampler: Choice<Samplers> = "importanceResampling"
    /// The single value that completes a cell.
    public var summary = ImputationSummary.mean
    /// Quantiles wanted as tables of their own.
    public var quantiles: [Double] = []
    /// Number of completed tables drawn at random (multiple imputation).
    public var draws = 0
    /// Rows in one pass through the model; it changes the time it takes and nothing else. `null`: what suits the sampler.
    public var batchSize: Int?
    /// Latent draws a row by which rows are assigned to clusters; a few more where every stratum of a mixture is to have
    /// as many.
    public var responsibilitySampleCount = 2_000

    /// The defaults.
    public init() {}

    /// Values out of range.
    public func problems() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if !(0...10_000).contains(draws) {
            problems.append(ConfigurationProblem(key: "draws", message: "must lie between 0 and 10000, not \(draws)"))
        }
        if let batchSize, !(1...4096).contains(batchSize) {
            problems.append(
                ConfigurationProblem(
                    key: "batchSize", message: "must lie between 1 and 4096 (or be null), not \(batchSize)"))
        }
        if !(1...10_000_000).contains(responsibilitySampleCount) {
            problems.append(
                ConfigurationProblem(
                    key: "responsibilitySampleCount",
                    message: "must lie between 1 and 10000000, not \(responsibilitySampleCount)"))
        }
        for quantile in quantiles where !(quantile > 0 && quantile < 1) {
            problems.append(
                ConfigurationProblem(key: "quantiles", message: "must lie between 0 and 1, not \(quantile)"))
        }
        return problems
    }

    /// What is wanted of each row.
    public var request: ImputationRequest {
        ImputationRequest(summary: summary, quantiles: quantiles, drawCount: draws)
    }
}
