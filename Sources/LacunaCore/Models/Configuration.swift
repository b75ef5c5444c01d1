import LacunaTensors

/// Everything that decides a run, with defaults for all of it.
///
/// A configuration is read from JSON5 by `Configuration.read`, or made in code. Its keys are these properties.
public struct Configuration: Configurable, Equatable {
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("version", "version of the configuration's format", .between(1, 1)),
        KeyDescription("seed", "seed of all randomness: the same seed gives the same bytes"),
        KeyDescription("method", "preset that lies below every other key"),
        KeyDescription("imputer", "what completes the table"),
        KeyDescription("precision", "width of the numbers"),
        KeyDescription(
            "plugins",
            "libraries of parts that are loaded, by absolute paths, or relative ones: in a file from its folder, in --set from "
                + "the working folder. They are code that runs as you: use configurations whose libraries you trust. Model "
                + "files load none"),
        KeyDescription("data", "how the table is read"),
        KeyDescription("model", "parts of the model"),
        KeyDescription("bound", "what training maximises"),
        KeyDescription("training", "how the model is fitted"),
        KeyDescription("imputation", "how the table is completed"),
    ]

    /// The version of the configuration's format.
    public var version = 1
    /// The seed of all randomness: the same seed gives the same bytes.
    public var seed = 1
    /// Libraries of plug-ins whose parts can be named, relative to the folder of the configuration's file. They run native
    /// code: load those that you trust.
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
}

/// The section `data` of a configuration.
public struct DataOptions: Configurable, Equatable {
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("path", "path of the table; null: the command line names it"),
        KeyDescription("delimiter", "what separates cells: a comma (also where it is null), a semicolon, tab or |"),
        KeyDescription("missingTokens", "texts that mean that a value is missing"),
        KeyDescription("columns", "kinds of columns by their names; the others are inferred"),
    ]

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
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription(
            "latentDimension", "number of latent features; null: as many as columns, but at least 2 and at most 10",
            .between(1, 4_096)),
        KeyDescription("prior", "distribution of the latents, p(z)"),
        KeyDescription("decoder", "body of the decoder"),
        KeyDescription("observation", "distribution of the columns given the latents, p(x | z), by kind of column"),
        KeyDescription("encoder", "body of the encoder"),
        KeyDescription("encoderInput", "what the encoder is shown of an incomplete row"),
        KeyDescription("posterior", "distribution of the latents given the observed cells, q(z | x_o)"),
        KeyDescription("missingness", "distribution of what is missing, p(s | x)"),
        KeyDescription(
            "integration", "how the missing cells leave p(s | x); null: exactly where the parts allow it, else by draws"
        ),
    ]

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
}

/// The observation model of each kind of column.
public struct ObservationOptions: Configurable, Equatable {
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("continuous", "of continuous columns"),
        KeyDescription("binary", "of binary columns"),
        KeyDescription("categorical", "of categorical columns"),
    ]

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
    /// What the keys mean, and which numbers they take.
    public static let keyDescriptions = [
        KeyDescription("sampler", "what draws the missing cells"),
        KeyDescription("summary", "single value that completes a cell"),
        KeyDescription("quantiles", "quantiles wanted as tables of their own", .above(0, below: 1)),
        KeyDescription(
            "draws", "number of completed tables drawn at random (multiple imputation)", .between(0, 10_000)),
        KeyDescription(
            "batchSize",
            "rows in one pass through the model, which changes the time alone; null: what suits the sampler",
            .between(1, 4_096)),
        KeyDescription(
            "responsibilitySampleCount", "latent draws a row by which rows are assigned to clusters",
            .between(1, 10_000_000)),
    ]

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

    /// What is wanted of each row.
    public var request: ImputationRequest {
        ImputationRequest(summary: summary, quantiles: quantiles, drawCount: draws)
    }
}
