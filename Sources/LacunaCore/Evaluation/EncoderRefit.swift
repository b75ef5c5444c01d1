import LacunaTensors

/// Fits the encoder anew to the rows that are to be evaluated; decoder, prior and missingness model stay as they are.
///
/// The importance-weighted estimate of log p(x_o) is as good as q is near the posterior, and an encoder that was fitted to
/// other rows, or to rows with other holes, can be far from it. Fitting q to the very rows that are evaluated is no
/// cheating: whatever q is, the estimate stays a lower bound in expectation of the log-likelihood under the decoder, which
/// does not move. So no rows need to be held out (Simkus and Gutmann 2024 refit in this way before they evaluate).
public struct EncoderRefit: Sendable {
    /// The model.
    public var model: ComposedModel
    /// What is maximised over the encoder.
    public var bound: Choice<Bounds>
    /// How; with `heldOutShare` 0 all rows are learnt from and all steps taken.
    public var options: TrainingOptions
    /// Where randomness comes from.
    public var stream: RandomStream
    /// Threads; they change the time it takes and nothing else.
    public var threadCount: Int

    /// A refit; the choices of `bound` and `options` are resolved, as those of a blueprint are.
    public init(
        model: ComposedModel, bound: Choice<Bounds>, options: TrainingOptions, stream: RandomStream,
        threadCount: Int = 1
    ) {
        self.model = model
        self.bound = bound
        self.options = options
        self.stream = stream
        self.threadCount = threadCount
    }

    /// Checks before any work that another encoder leaves the model as it is.
    ///
    /// - Throws: `LacunaError` of the kind `configuration` where the prior is made of the encoder: it would be fitted to
    ///   the rows that it is to be measured by.
    public static func check(_ model: ComposedModel) throws(LacunaError) {
        guard model.prior.usesEncoder else { return }
        throw LacunaError(
            .configuration,
            """
            the encoder cannot be refitted to the test rows: model.prior \(type(of: model.prior).name) is made of it and \
            would be fitted to them as well; evaluate without refitting
            """)
    }

    /// Checks before any work that a bound can fit the encoder to rows.
    ///
    /// - Throws: `LacunaError` of the kind `configuration` where rows have holes and the encoder takes complete ones only,
    ///   or the bound would show it imputed rows in their place.
    static func check(_ model: ComposedModel, _ bound: any Bound, on dataset: Dataset) throws(LacunaError) {
        try model.requireEncodable(dataset, by: "refitting the encoder")
        guard bound is any ImputationBound, dataset.hasMissing else { return }
        throw LacunaError(
            .configuration,
            """
            bound \(type(of: bound).name) fits the encoder to imputed rows, but the rows to be evaluated have missing cells, and \
            are shown to it as they are; set bound to one that is not trained on imputations, such as importanceWeighted
            """)
    }

    /// Goes on from fitted parameters.
    ///
    /// - Parameters:
    ///   - store: The parameters; they are copied, and stay as they are.
    ///   - dataset: The rows, in the layout of the model.
    ///   - shouldStop: Asked before each step.
    ///   - report: Told after each step.
    /// - Returns: The parameters with the new encoder, all others bit for bit as before, and what is known of the fit.
    /// - Throws: `LacunaError` where the prior is made of the encoder, the encoder or the bound cannot take the rows as they
    ///   are, a part cannot be had, the fit diverges or is interrupted; `TapeError` where parts do not fit together.
    public func refit(
        _ store: ParameterStore, to dataset: Dataset, shouldStop: () -> Bool = { false },
        report: (TrainingEvent) -> Void = { _ in }
    ) throws -> (store: ParameterStore, record: TrainingRecord) {
        try Self.check(model)
        let inner = try bound.member()
        try Self.check(model, inner, on: dataset)
        // Complete rows need no imputations, but the bound has to be given its own, which are those rows.
        let moving: any Bound =
            if let inner = inner as? any ImputationBound {
                EncoderOnlyImputationBound(inner)
            } else {
                EncoderOnlyBound(bound)
            }
        var options = options
        // They would be those of a fit that nobody keeps.
        options.diagnostics = false
        let training = try Training(
            model: model, bound: moving, dataset: dataset, options: options, startingFrom: store,
            precision: store.precision, stream: stream, threadCount: threadCount)
        let record = try training.run(shouldStop: shouldStop, report: report)
        // The running average of training rounds parameters that do not move, too.
        try training.store.copyValues(from: store, groups: GroupSet.all.subtracting(.encoder))
        return (training.store, record)
    }
}
