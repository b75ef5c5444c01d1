import LacunaTensors

/// How a fit stands: whether its gradients carry a signal, and how many components of a mixture it uses.
public struct FitDiagnostics: Codable, Sendable, Equatable {
    /// The signal-to-noise ratio of the gradient of each parameter group that has any, by the group's name: |mean| /
    /// standard deviation over the batches of an epoch, averaged over the parameters (Rainforth et al. 2018, *Tighter
    /// variational bounds are not necessarily better*, section 3). The parameters stay where they are meanwhile.
    public var gradientSignalToNoise: [String: Double] = [:]
    /// The perplexity exp(−Σ π log π) of the component weights of q(z | x_o), averaged over the rows: between 1 and the
    /// number of components; `nil` where the posterior is no mixture. An encoder that takes complete rows only is asked
    /// for the complete ones among the rows alone.
    public var componentsInUse: Double?
    /// Number of components of the posterior, where it is a mixture.
    public var componentCount: Int?

    /// Nothing yet.
    public init() {}

    /// Looks at a fit.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - bound: What was maximised.
    ///   - store: The fitted parameters; they are not moved.
    ///   - dataset: The rows.
    ///   - rows: Which of them are looked at.
    ///   - batchSize: Rows a gradient; half of the rows where there are fewer than two such batches.
    ///   - stream: Where randomness comes from.
    ///   - imputations: Those of the rows, for a bound that was trained on some; they are not advanced.
    ///   - threadCount: Changes the time it takes and nothing else.
    ///   - shouldStop: Asked before each batch.
    /// - Throws: `TapeError` where parts do not fit together, `LacunaError` of the kind `interrupted`.
    public static func measure(
        model: ComposedModel, bound: any Bound, store: ParameterStore, dataset: Dataset, rows: [Int],
        batchSize: Int, stream: RandomStream, imputations: ImputationTable? = nil, threadCount: Int = 1,
        shouldStop: () -> Bool = { false }
    ) throws -> FitDiagnostics {
        var diagnostics = FitDiagnostics()
        guard !rows.isEmpty else { return diagnostics }
        let pool = WorkerPool(threadCount: threadCount)
        try diagnostics.measureGradients(
            model: model, bound: bound, store: store, dataset: dataset, rows: rows,
            batchSize: max(1, min(batchSize, rows.count / 2)), stream: stream, imputations: imputations, pool: pool,
            shouldStop: shouldStop)
        try diagnostics.measureComponents(model: model, store: store, dataset: dataset, rows: rows, stream: stream)
        return diagnostics
    }

    private mutating func measureGradients(
        model: ComposedModel, bound: any Bound, store: ParameterStore, dataset: Dataset, rows: [Int],
        batchSize: Int, stream: RandomStream, imputations: ImputationTable?, pool: WorkerPool,
        shouldStop: () -> Bool
    ) throws {
        let runner = try ChunkRunner(
            model: model, bound: bound, store: store, imputations: imputations, rowCount: batchSize, mode: .training,
            workerCount: pool.threadCount)
        let gradients = runner.plan.chunks.map { _ in GradientBuffer(store) }
        let updating = ParameterUpdate(store, chunks: gradients, stateCount: 0)
        var order = rows
        var shuffling = stream.child("order")
        shuffling.shuffle(&order)
        let batchCount = rows.count / batchSize
        guard batchCount > 1 else { return }
        let groups = ParameterGroup.allCases.filter { !store.range(of: $0).isEmpty }
        var sums = groups.map { [Double](repeating: 0, count: store.range(of: $0).count) }
        var squares = sums
        for batch in 0..<batchCount {
            if shouldStop() { throw LacunaError(.interrupted, "interrupted while looking at the fit") }
            let noise = stream.child("step").child(batch)
            order.withUnsafeBufferPointer { order in
                // Only read, and the pool is done with it before the closure ends.
                nonisolated(unsafe) let places = UnsafeBufferPointer(
                    rebasing: order[batch * batchSize..<(batch + 1) * batchSize])
                pool.forEach(runner.plan.chunks.count) { worker, chunk in
                    runner.run(
                        chunk: chunk, worker: worker, dataset: dataset, rows: places, noise: noise,
                        gradient: gradients[chunk], seed: 1 / Double(batchSize))
                }
            }
            for piece in 0..<updating.pieceCount { updating.reduce(piece) }
            for (index, group) in groups.enumerated() {
                sums[index].withUnsafeMutableBufferPointer { sums in
                    squares[index].withUnsafeMutableBufferPointer { updating.addMoments(of: group, to: sums, $0) }
                }
            }
        }
        for (index, group) in groups.enumerated() {
            gradientSignalToNoise[group.rawValue] = Self.ratio(sums[index], squares[index], Double(batchCount))
        }
    }

    /// The mean of |mean| / standard deviation over the cells that vary.
    private static func ratio(_ sums: [Double], _ squares: [Double], _ count: Double) -> Double? {
        var total = 0.0, cells = 0.0
        for (sum, square) in zip(sums, squares) {
            let mean = sum / count
            let variance = (square - sum * mean) / (count - 1)
            guard variance > 0 else { continue }
            total += abs(mean) / variance.squareRoot()
            cells += 1
        }
        return cells > 0 ? total / cells : nil
    }

    private mutating func measureComponents(
        model: ComposedModel, store: ParameterStore, dataset: Dataset, rows: [Int], stream: RandomStream
    ) throws {
        let width = dataset.layout.featureCount
        let rows =
            model.encoderInput.servesMissingCells
            ? rows
            : rows.filter { dataset.observed[$0 * width..<($0 + 1) * width].allSatisfy { $0 == 1 } }
        // A bound that does without the encoder leaves nothing to look at.
        guard !store.range(of: .encoder).isEmpty, !rows.isEmpty else { return }
        let batch = ConditionalRows(model: model, store: store, request: ImputationRequest(), stream: stream)
        let addresses = dataset.rowAddresses()
        var total = 0.0
        for start in stride(from: 0, to: rows.count, by: 256) {
            batch.load(rows[start..<min(start + 256, rows.count)], of: dataset, addresses: addresses)
            let recording = try batch.recording("components") { step in
                guard let logWeights = step.posterior(head: step.encode()).logComponentWeights else { return [:] }
                return ["logWeights": logWeights.contiguous()]
            }
            guard recording.views["logWeights"] != nil else { return }
            batch.fill(recording)
            recording.workspace.forward()
            let numbers = recording.read("logWeights")
            let count = numbers.count / batch.rowCount
            componentCount = count
            for row in 0..<batch.rowCount {
                var entropy = 0.0
                for logWeight in numbers[row * count..<(row + 1) * count] where logWeight > -.infinity {
                    entropy -= Double.exp(logWeight) * logWeight
                }
                total += Double.exp(entropy)
            }
        }
        componentsInUse = total / Double(rows.count)
    }
}
