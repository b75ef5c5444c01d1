import LacunaTensors
import Synchronization

/// log p(x_o) of rows by importance sampling with q as the proposal: log 1/I Σ w(z_i), in nats and standardised units.
///
/// A lower bound in expectation, which rises to log p(x_o) with the number of draws (Burda et al. 2016). From strata with
/// weights π it is log Σ_k π_k 1/I_k Σ_i w(z_i^k), of which the same holds. The factor of a missingness model is left out.
/// Draws run in tiles of fixed size that are forgotten at once: memory does not grow with their number. A row's value
/// depends on its content and its occurrence among equal rows, not on its place or on the number of threads.
public struct ImportanceLogLikelihood: Sendable {
    /// What is known of a row.
    public struct Estimate: Sendable, Equatable {
        /// log p(x_o), in nats and standardised units.
        public var logDensity: Double
        /// Independent draws from the posterior that the weighted ones are worth. Where there are few, the estimate is
        /// far below log p(x_o).
        public var effectiveSampleSize: Double
    }

    /// The model.
    public let model: ComposedModel
    /// Its parameters.
    public let store: ParameterStore
    /// Where randomness comes from.
    public let stream: RandomStream
    /// Threads; they change the time it takes and nothing else.
    public let threadCount: Int
    /// Draws from each stratum; all draws of a row where sampling is not stratified.
    public var drawsPerStratum: Int { tiling.drawsPerStratum }
    /// Draws a row.
    public var sampleCount: Int { tiling.sampleCount }
    private let tiling: DrawTiling

    /// An estimate with a number of draws.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - store: Its parameters.
    ///   - sampleCount: Draws a row, at least 1; rounded up to a multiple of the strata of the posterior.
    ///   - stream: Where randomness comes from; a row's own is addressed by its content.
    ///   - threadCount: Threads.
    public init(
        model: ComposedModel, store: ParameterStore, sampleCount: Int, stream: RandomStream,
        threadCount: Int = 1
    ) {
        self.model = model
        self.store = store
        self.stream = stream
        self.threadCount = threadCount
        tiling = DrawTiling(sampleCount: sampleCount, stratumCount: model.posterior.stratumCount)
    }

    /// Estimates all rows.
    ///
    /// - Parameters:
    ///   - dataset: The rows, in the layout of the model; cells may be missing.
    ///   - shouldStop: Asked between rows, by every thread.
    ///   - report: Told how many rows are done, by every thread.
    /// - Returns: One estimate a row.
    /// - Throws: `LacunaError` of the kind `interrupted`, or `work` where a value is not finite.
    public func estimate(
        _ dataset: Dataset, shouldStop: @Sendable () -> Bool = { false },
        report: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> [Estimate] {
        try model.requireEncodable(dataset, by: "the importance-weighted log-likelihood")
        let addresses = dataset.rowAddresses()
        let pool = WorkerPool(threadCount: threadCount)
        let workers = (0..<pool.threadCount).map { _ in
            Worker(ConditionalRows(model: model, store: store, request: ImputationRequest(), stream: stream))
        }
        let logDensities = SharedNumbers(count: dataset.rowCount)
        let sizes = SharedNumbers(count: dataset.rowCount)
        let done = Atomic<Int>(0)
        try pool.forEach(dataset.rowCount, what: "estimating log-likelihoods", shouldStop: shouldStop) { worker, row in
            let rows = workers[worker].rows
            rows.load([row], of: dataset, addresses: addresses)
            let estimate = try estimate(rows)
            logDensities[row] = estimate.logDensity
            sizes[row] = estimate.effectiveSampleSize
            report(done.wrappingAdd(1, ordering: .relaxed).newValue, dataset.rowCount)
        }
        for row in 0..<dataset.rowCount where !logDensities[row].isFinite {
            throw LacunaError(
                .work,
                """
                row \(row + 1) of the table has no finite log-likelihood: its importance weights are \
                \(logDensities[row].isNaN ? "not numbers" : "all zero or infinite"); fit the model with more \
                training.steps, another seed, or an observation model with heavier tails
                """)
        }
        return (0..<dataset.rowCount).map {
            Estimate(logDensity: logDensities[$0], effectiveSampleSize: sizes[$0])
        }
    }

    /// Estimates the one row that is loaded; the tiles allocate nothing.
    private func estimate(_ rows: ConditionalRows) throws -> Estimate {
        let encoding = try rows.recording("encode") { step in ["head": step.encode()] }
        rows.fill(encoding)
        encoding.workspace.forward()
        let weighing = try rows.recording("weigh") { try record($0) }
        rows.fill(weighing)
        weighing.write(encoding.read("head"), to: "head")
        guard let total = weighing.views["logTotal"], let squareTotal = weighing.views["logSquareTotal"] else {
            return Estimate(logDensity: .nan, effectiveSampleSize: .nan)
        }
        var sum = RunningLogSum(), squares = RunningLogSum()
        for tile in 0..<tiling.tileCount {
            if tile == 0 || tile == tiling.tileCount - 1 { weighing.write(tiling.keptFlags(ofTile: tile), to: "kept") }
            weighing.workspace.setNoise(stream, firstSample: tiling.firstSample(ofTile: tile))
            weighing.workspace.forward()
            // Of a single cell, the sum is its number.
            sum.add(weighing.workspace.sum(total))
            squares.add(weighing.workspace.sum(squareTotal))
        }
        return Estimate(
            logDensity: sum.value - .log(Double(drawsPerStratum)),
            effectiveSampleSize: .exp(2 * sum.value - squares.value))
    }

    /// Draws, decodes and weighs one tile from the encoder's head: log Σ π w and log Σ (π w)² of the draws that are kept.
    private func record(_ step: ModelStep) throws -> [String: Tensor] {
        let tape = step.tape
        let width = model.posterior.headWidth(latentDimension: model.latentDimension)
        let head = tape.input("head", TensorShape(features: width))
        let kept = tape.input("kept", TensorShape(samples: tiling.tileSize))
        let drawn = step.draw(from: step.posterior(head: head), count: tiling.tileDrawsPerStratum)
        guard drawn.latent.shape.samples == tiling.tileSize else {
            throw LacunaError(
                .work,
                """
                the variational family \(type(of: model.posterior).name) makes \(drawn.latent.shape.samples) draws in \
                place of \(tiling.tileDrawsPerStratum) from each of \(tiling.stratumCount) strata; its stratumCount does \
                not tell the truth
                """)
        }
        var logWeights = step.observedTerms(drawn, step.decode(drawn.latent)).logWeights
        // The shares are those among the draws of a tile; in the end all draws count.
        if let logShares = drawn.logShares {
            logWeights = logWeights + (logShares + Double.log(Double(tiling.tileDrawsPerStratum)))
        }
        let counted = tape.select(kept, logWeights, else: tape.constant(-.infinity))
        return [
            "head": head, "kept": kept, "logTotal": counted.logSumExp(over: .samples),
            "logSquareTotal": (2 * counted).logSumExp(over: .samples),
        ]
    }
}

/// The memory of one worker.
private final class Worker: @unchecked Sendable {  // used by the worker it belongs to, and by no other
    let rows: ConditionalRows

    init(_ rows: ConditionalRows) { self.rows = rows }
}
