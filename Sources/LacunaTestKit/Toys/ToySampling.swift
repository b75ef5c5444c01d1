import LacunaCore

/// A sampler run over rows of the linear-Gaussian model, in batches of choice.
struct ToySampling {
    let toy: LinearGaussian
    let model: ComposedModel
    let store: ParameterStore
    var request = ImputationRequest()
    /// What hides cells; `nil` where missingness is ignorable.
    let masking: ToySelfMasking?

    /// A model with an encoder that is a little off the exact posterior for a pattern.
    ///
    /// - Parameters:
    ///   - toy: The model.
    ///   - precision: The width of the numbers.
    ///   - pattern: The pattern; cells that it leaves missing have no influence on the encoder.
    ///   - shift: Added to the encoder's mean, in posterior standard deviations.
    ///   - spread: Factor on the encoder's scale.
    ///   - posterior: A family with the head of `ToyPosterior`.
    ///   - masking: A missingness model without parameters, and how the missing cells leave it; `nil` for an ignorable one.
    init(
        of toy: LinearGaussian = LinearGaussian(), _ precision: Precision, pattern: [UInt8] = LinearGaussian.observed,
        shift: Double = 0.8, spread: Double = 1.5,
        posterior: any VariationalFamily = ToyPosterior(),
        masking: (model: ToySelfMasking, integration: MissingnessIntegration)? = nil
    ) throws {
        self.masking = masking?.model
        self.toy = toy
        var model = toy.model(missingness: masking?.model ?? ToyMissingness())
        model.integration = masking?.integration ?? .sampled
        store = ParameterStore(precision: precision)
        try model.initialise(store, bound: ToyEvidenceLowerBound(ToyTotalGradient()), from: RandomStream(seed: 1))
        toy.set(store, pattern: pattern, shift: shift, spread: spread)
        // The parameters are the same for all families with this head, whether the toy bound serves them or not.
        model.posterior = posterior
        self.model = model
    }

    /// Rows of the model's layout.
    func dataset(_ rows: [[Double]], _ patterns: [[UInt8]]) -> Dataset {
        Dataset(
            layout: model.layout, rowCount: rows.count, values: rows.flatMap { $0.map { Float($0) } },
            observed: patterns.flatMap { $0 })
    }

    /// Completes the rows of a dataset in batches, each a list of row numbers.
    func run(
        _ sampler: some Sampler, _ dataset: Dataset, batches: [[Int]], stream: RandomStream = Probe.stream
    ) throws -> [[RowImputation]] {
        let rows = ConditionalRows(model: model, store: store, request: request, stream: stream)
        let addresses = dataset.rowAddresses()
        return try batches.map { batch in
            rows.load(batch[...], of: dataset, addresses: addresses)
            var state = try sampler.start(rows)
            while try sampler.step(&state, rows) {}
            let results = try sampler.finish(state, rows)
            guard results.count == batch.count else {
                throw CheckFailure("\(results.count) results come back for \(batch.count) rows")
            }
            return results
        }
    }
}
