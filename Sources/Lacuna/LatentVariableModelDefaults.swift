extension LatentVariableModel {
    /// A model of its parts; what is left out is what a configuration has by default.
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
    /// - Throws: `LacunaError` with a sentence for each part that is not for its columns, key out of range, and part of one's
    ///   own that has the name of another.
    public init(
        latentDimension: Int? = nil, prior: some Prior = StandardNormalPrior(), decoder: some Network = MLPNetwork(),
        continuous: some ObservationModel = StudentTObservation(),
        binary: some ObservationModel = BernoulliObservation(),
        categorical: some ObservationModel = CategoricalObservation(), encoder: some Network = MLPNetwork(),
        encoderInput: some EncoderInput = ZeroInput(), posterior: some VariationalFamily = GaussianVariationalFamily(),
        missingness: some MissingnessModel = IgnorableMissingness(), integration: MissingnessIntegration? = nil
    ) throws {
        try self.init(
            latentDimension: latentDimension, prior: prior, decoder: decoder, continuous: continuous, binary: binary,
            categorical: categorical, encoder: encoder, encoderInput: encoderInput, posterior: posterior,
            missingness: missingness, integration: integration, catalog: .bundled())
    }

    /// A model of a configuration as files hold it, JSON or JSON5, of parts that come with the package.
    ///
    /// - Throws: `LacunaError` with every mistake found.
    public init(configuration text: String) throws { try self.init(configuration: text, catalog: .bundled()) }
}

extension FittedLatentVariableModel {
    /// Reads a model of parts that come with the package, as `save` or the command line stored it.
    ///
    /// - Throws: `LacunaError` where the file is not a whole model file.
    public init(contentsOf path: String) throws { try self.init(contentsOf: path, catalog: .bundled()) }
}
