import LacunaTensors

/// A deep latent variable model put together from parts: p(z), p(x | z), q(z | x_o) and p(s | x).
///
/// The model is a description: it has no parameters of its own. Recording it on a tape declares them in the tape's store
/// (Rezende et al. 2014; Kingma and Welling 2014; Mattei and Frellsen 2019 for incomplete rows).
public struct ComposedModel: Sendable {
    /// How the table is encoded.
    public var layout: FeatureLayout
    /// Number of latent features.
    public var latentDimension: Int
    /// p(z).
    public var prior: any Prior
    /// The body of the decoder.
    public var decoder: any Network
    /// The observation model of each block of columns; the blocks cover all features in order.
    public var observation: [ObservedBlock]
    /// The body of the encoder.
    public var encoder: any Network
    /// What the encoder is shown.
    public var encoderInput: any EncoderInput
    /// q(z | x_o).
    public var posterior: any VariationalFamily
    /// p(s | x).
    public var missingness: any MissingnessModel
    /// How the missing cells leave p(s | x), where it is not ignorable.
    public var integration: MissingnessIntegration

    /// A block of columns and its observation model.
    public struct ObservedBlock: Sendable {
        /// The columns.
        public var block: ColumnBlock
        /// p(x | z) of the columns.
        public var model: any ObservationModel

        /// A block with its model.
        public init(_ block: ColumnBlock, _ model: any ObservationModel) {
            self.block = block
            self.model = model
        }
    }

    /// A model from its parts.
    public init(
        layout: FeatureLayout, latentDimension: Int, prior: any Prior, decoder: any Network,
        observation: [ObservedBlock], encoder: any Network, encoderInput: any EncoderInput,
        posterior: any VariationalFamily, missingness: any MissingnessModel,
        integration: MissingnessIntegration = .sampled
    ) {
        self.layout = layout
        self.latentDimension = latentDimension
        self.prior = prior
        self.decoder = decoder
        self.observation = observation
        self.encoder = encoder
        self.encoderInput = encoderInput
        self.posterior = posterior
        self.missingness = missingness
        self.integration = integration
    }

    /// Whether the missing cells can be integrated out exactly.
    public var allowsExactIntegration: Bool {
        let tape = Tape(store: ParameterStore(precision: .float32))
        let shape = TensorShape(features: layout.featureCount)
        let step = ModelStep(
            model: self, tape: tape, values: tape.input("values", shape), observed: tape.input("observed", shape),
            mode: .evaluation)
        let decoded = step.decode(tape.input("latent", TensorShape(features: latentDimension)))
        return step.integratesExactly(decoded)
    }

    /// Checks that the encoder may be shown the rows of a dataset as they are.
    ///
    /// - Throws: `LacunaError` of the kind `configuration` where rows have holes and the encoder takes complete ones only.
    func requireEncodable(_ dataset: Dataset, by user: String) throws(LacunaError) {
        guard dataset.hasMissing, !encoderInput.servesMissingCells else { return }
        let cells = dataset.missingCellCount
        throw LacunaError(
            .configuration,
            """
            \(user) shows the encoder the rows as they are, and \(cells) of their cells \(cells == 1 ? "is" : "are") missing, \
            but model.encoderInput \(type(of: encoderInput).name) takes complete rows only; choose a method for incomplete \
            tables, or an encoder input that serves missing cells
            """)
    }

    /// How many numbers a sample the decoder gives, for all blocks together.
    public var decoderHeadWidth: Int { observation.reduce(0) { $0 + $1.model.headWidth(for: $1.block) } }

    /// Declares all parameters in a store and gives them their starting values.
    ///
    /// - Parameters:
    ///   - store: Where the parameters will live.
    ///   - bound: What the parameters are recorded with.
    ///   - stream: What random starts are drawn from.
    ///   - given: Numbers of the data by the names that initialisers ask for; zeros where a name is not there.
    /// - Throws: `TapeError` where parts do not fit together.
    public func initialise(
        _ store: ParameterStore, bound: any Bound, from stream: RandomStream, given: [String: [Double]] = [:]
    ) throws {
        let tape = Tape(store: store)
        let shape = TensorShape(features: layout.featureCount)
        let step = ModelStep(
            model: self, tape: tape, values: tape.input("values", shape), observed: tape.input("observed", shape),
            mode: .training)
        let recorded = try bound.record(step)
        _ = try tape.finish(objectives: recorded.objectives)
        try store.initialise(from: stream, given: given)
    }
}
