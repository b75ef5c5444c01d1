import LacunaTensors

/// Completes the rows of a dataset by a sampler, on several threads.
///
/// The result is the same, bit for bit, for any number of threads and rows a batch, and a row is completed the same
/// wherever it stands.
public struct ImputationRun: Sendable {
    /// The model.
    public var model: ComposedModel
    /// Its parameters.
    public var store: ParameterStore
    /// Draws what is missing.
    public var sampler: any Sampler
    /// What is wanted.
    public var request: ImputationRequest
    /// Rows in one pass through the model.
    public var batchSize: Int
    /// Where randomness comes from.
    public var stream: RandomStream
    /// Threads.
    public var threadCount: Int

    /// A run.
    public init(
        model: ComposedModel, store: ParameterStore, sampler: any Sampler, request: ImputationRequest,
        batchSize: Int = 1, stream: RandomStream, threadCount: Int = 1
    ) {
        self.model = model
        self.store = store
        self.sampler = sampler
        self.request = request
        self.batchSize = max(batchSize, 1)
        self.stream = stream
        self.threadCount = threadCount
    }

    /// Completes all rows; complete rows come back bit for bit.
    ///
    /// - Parameters:
    ///   - dataset: The rows, with the model's layout.
    ///   - shouldStop: Asked between batches, by every thread.
    ///   - report: Told how many incomplete rows are done, by every thread.
    /// - Throws: `LacunaError` of the kind `interrupted`, or `work` where a result is not finite.
    public func complete(
        _ dataset: Dataset, shouldStop: @escaping @Sendable () -> Bool = { false },
        report: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Imputations {
        var imputations = Imputations(dataset, request: request, atoms: model.atoms)
        let width = dataset.layout.featureCount
        let incomplete = (0..<dataset.rowCount).filter { row in
            dataset.observed[row * width..<(row + 1) * width].contains(0)
        }
        let pass = RowPass(
            model: model, store: store, request: request, batchSize: batchSize, stream: stream, threadCount: threadCount
        )
        let results = try pass.results(
            incomplete, of: dataset, activity: "imputing", shouldStop: shouldStop, report: report
        ) { [sampler] in try sampler.run($0) }
        for (row, result) in zip(incomplete, results) {
            guard result.isFinite else {
                throw LacunaError(
                    .work,
                    """
                    row \(row + 1) of the table could not be completed: its importance weights or decoded values are \
                    not finite; try another seed, more training steps or a smaller learning rate
                    """)
            }
            imputations.fill(row: row, from: result, observed: dataset.observed)
        }
        return imputations
    }
}
