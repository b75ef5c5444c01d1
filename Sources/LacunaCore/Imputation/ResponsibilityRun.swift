import LacunaTensors

/// Computes p(cluster | x_o) of rows: Σ w̃ p(cluster | z) over draws of the encoder with self-normalised importance
/// weights, those by which rows are imputed.
///
/// The draws run in tiles of fixed size, and each is addressed by its row's content: the result is the same, bit for bit, for
/// any number of threads and rows a batch, and for a row wherever it stands.
public struct ResponsibilityRun: Sendable {
    /// The model; its prior has clusters.
    public var model: ComposedModel
    /// Its parameters.
    public var store: ParameterStore
    /// Latent draws a row; a few more where every stratum of a mixture is to have as many.
    public var sampleCount: Int
    /// Rows in one pass through the model.
    public var batchSize: Int
    /// Where randomness comes from.
    public var stream: RandomStream
    /// Threads.
    public var threadCount: Int

    /// A run.
    public init(
        model: ComposedModel, store: ParameterStore, sampleCount: Int = 2_000, batchSize: Int = 1,
        stream: RandomStream, threadCount: Int = 1
    ) {
        self.model = model
        self.store = store
        self.sampleCount = max(sampleCount, 1)
        self.batchSize = max(batchSize, 1)
        self.stream = stream
        self.threadCount = threadCount
    }

    /// The responsibilities of all rows of a dataset of the model's layout, complete ones too.
    ///
    /// - Parameters:
    ///   - dataset: The rows.
    ///   - shouldStop: Asked between batches, by every thread.
    ///   - report: Told how many rows are done, by every thread.
    /// - Throws: `LacunaError` where the prior has no clusters, of the kind `interrupted`, or `work` where the weights of a
    ///   row are not finite.
    public func responsibilities(
        of dataset: Dataset, shouldStop: @escaping @Sendable () -> Bool = { false },
        report: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> ClusterResponsibilities {
        guard let prior = model.prior as? any ClusteredPrior else {
            throw LacunaError(
                .configuration, "model.prior: \(type(of: model.prior).name) has no clusters of rows to tell")
        }
        try model.requireEncodable(dataset, by: "the assignment to clusters")
        let pass = RowPass(
            model: model, store: store, batchSize: batchSize, stream: stream, threadCount: threadCount)
        let results = try pass.results(
            Array(0..<dataset.rowCount), of: dataset, activity: "assigning rows to clusters", shouldStop: shouldStop,
            report: report
        ) { try estimates(of: $0, prior) }
        for (row, estimate) in results.enumerated() where !estimate.logTotal.value.isFinite {
            throw LacunaError(
                .work,
                """
                row \(row + 1) of the table could not be assigned to clusters: its importance weights are not finite; try \
                another seed, more training.steps or a smaller learning rate
                """)
        }
        return ClusterResponsibilities(
            clusterCount: prior.componentCount,
            probabilities: results.flatMap { estimate in
                let sum = estimate.shares.reduce(0, +)
                return estimate.shares.map { $0 / sum }
            }, diagnostics: results.map(\.diagnostics))
    }

    // MARK: Pieces

    /// What is known of a row so far.
    private struct Estimate: Sendable {
        /// log Σ w.
        var logTotal = RunningLogSum()
        /// Σ w p(cluster | z) / Σ w.
        var shares: [Double]
        var logWeights: [Double] = []

        var diagnostics: RowDiagnostics {
            RowDiagnostics(
                effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: logWeights),
                paretoShape: WeightDiagnostics.paretoShape(logWeights: logWeights))
        }

        /// Takes the draws of another tile.
        mutating func add(_ shares: ArraySlice<Double>, logTotal tile: Double) {
            guard let (old, new) = logTotal.addShare(tile) else { return }
            self.shares = zip(self.shares, shares).map { $0 * old + $1 * new }
        }
    }

    private var tiling: DrawTiling {
        DrawTiling(sampleCount: sampleCount, stratumCount: model.posterior.stratumCount)
    }

    private func estimates(of rows: ConditionalRows, _ prior: any ClusteredPrior) throws -> [Estimate] {
        let encoding = try rows.recording("encode") { step in ["head": step.encode()] }
        rows.fill(encoding)
        encoding.workspace.forward()
        let weighing = try weighing(rows, prior)
        rows.fill(weighing)
        weighing.write(encoding.read("head"), to: "head")
        let clusters = prior.componentCount, tiling = tiling
        var estimates = [Estimate](
            repeating: Estimate(shares: [Double](repeating: 0, count: clusters)), count: rows.rowCount)
        for tile in 0..<tiling.tileCount {
            weighing.write(tiling.keptFlags(ofTile: tile), to: "kept")
            weighing.workspace.setNoise(rows.stream, firstSample: tiling.firstSample(ofTile: tile))
            weighing.workspace.forward()
            let totals = weighing.read("logTotal"), shares = weighing.read("shares")
            let logWeights = weighing.read("logWeights")
            let places = tiling.keptPlaces(ofTile: tile)
            for row in 0..<rows.rowCount {
                estimates[row].add(shares[row * clusters..<(row + 1) * clusters], logTotal: totals[row])
                let start = row * tiling.tileSize
                for range in places {
                    estimates[row].logWeights.append(
                        contentsOf: logWeights[start + range.lowerBound..<start + range.upperBound])
                }
            }
        }
        return estimates
    }

    /// Draws, decodes and weighs one tile of samples from the encoder's heads.
    private func weighing(_ rows: ConditionalRows, _ prior: any ClusteredPrior) throws -> RecordedStep {
        try rows.recording("responsibilities") { step in
            let tape = step.tape
            let headWidth = model.posterior.headWidth(latentDimension: model.latentDimension)
            let head = tape.input("head", TensorShape(rows: rows.rowCount, features: headWidth))
            let kept = tape.input("kept", TensorShape(samples: tiling.tileSize))
            let draw = step.draw(from: step.posterior(head: head), count: tiling.tileDrawsPerStratum)
            let decoded = step.decode(draw.latent)
            let cells = step.missingCells(decoded, needsDraws: false, purpose: "draw")
            var logWeights = step.weigh(draw, decoded, cells).means
            // A draw stands for the share of its stratum.
            if let logShares = draw.logShares { logWeights = logWeights + logShares }
            logWeights = tape.select(kept, logWeights, else: tape.constant(-.infinity))
            let total = logWeights.logSumExp(over: .samples)
            let memberships = prior.logResponsibilities(of: draw.latent, in: step.priorContext).exp()
            return [
                "head": head, "kept": kept, "logWeights": logWeights, "logTotal": total,
                "shares": (logWeights - total).exp().transposed().matrixProduct(memberships),
            ]
        }
    }
}
