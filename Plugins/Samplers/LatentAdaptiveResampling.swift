import LacunaCore

/// Latent-adaptive importance resampling (LAIR): a few imputations of a row make, by the encoder, the proposal from which
/// latents are drawn, weighed and resampled; the picked ones give the next imputations (Simkus and Gutmann 2023, section 4).
///
/// One latent comes from q(z | x_o, x_m^k) of each of K imputations, and R from the prior, which keep the weights bounded
/// and let lost modes come back. All are weighed by p(x_o | z) p(z) over the mean of all K + R proposals (a deterministic
/// mixture), so that no proposal needs to be good by itself. With the final resampling the weighted latents of all steps
/// are pooled: means are Σ w̃ E[x_m | z] over the pool, draws are picked from it.
///
/// Where missingness is not ignorable, a draw of x_m ~ p(x_m | z) comes with each latent; the pairs are weighed by
/// p(s | x_o, x_m) too, picked together, and refreshed by a Metropolis step on x_m, so that equal picks part. Means are
/// over p(s | z, x_o) and E[x_m | z, s] where x_m can be integrated out.
///
/// The draws follow p(x_m | x_o) in the limit of many latents; with few there is a bias of the order of one over their
/// number, as of all self-normalised weights.
public struct LatentAdaptiveResampling: Sampler {
    public static let name = "latentAdaptiveResampling"
    public static let aliases = ["lair"]
    public static let summary = "latents from the encoder of current imputations and the prior, weighed and resampled"
    public static let references = [Reference.conditionalSampling]

    public static let keyDescriptions =
        chainKeyDescriptions(countKey: "imputationCount", "imputations a row, which are its chains") + [
            KeyDescription("replenishCount", "latents from the prior at each step", .between(0, 10_000)),
            KeyDescription(
                "finalResampling",
                "whether draws and means come from the weighted latents of all steps, not from the imputations"),
        ]

    /// Imputations a row, K.
    public var imputationCount = 19
    /// Latents from the prior at each step, R.
    public var replenishCount = 1
    /// Steps, T.
    public var steps = 50
    /// Steps before those, whose latents are forgotten.
    public var warmUpSteps = 0
    /// Whether draws and means come from the weighted latents of all steps, rather than from the resampled imputations.
    public var finalResampling = true
    /// The sampler whose draws are the first imputations; `null`: draws from the prior of the model.
    public var warmUp: Choice<Samplers>?

    public init() {}

    /// Imputations that are advanced by a number of steps.
    public init(
        imputationCount: Int = 19, replenishCount: Int = 1, steps: Int = 50, warmUpSteps: Int = 0,
        finalResampling: Bool = true, warmUp: (any Sampler)? = nil
    ) {
        self.imputationCount = imputationCount
        self.replenishCount = replenishCount
        self.steps = steps
        self.warmUpSteps = warmUpSteps
        self.finalResampling = finalResampling
        if let warmUp { self.warmUp = Choice(warmUp) }
    }
}

extension LatentAdaptiveResampling: ChainSampler {
    public var chainCount: Int { imputationCount }

    public var drawLimit: Int? { steps * (finalResampling ? imputationCount + replenishCount : imputationCount) }

    public var preferredBatchSize: Int { batchSize(latentsPerStep: imputationCount + replenishCount) }

    public var servesMissingness: Bool { true }

    public var advice: String { "a larger imputationCount, more steps, or more training.steps" }

    /// Where the imputations stand, and the latents so far.
    public struct State {
        var step = 0
        /// Complete rows, rows × imputations × features.
        var imputed: [Double]
        /// The weighted latents of all steps that count; without the final resampling, their weights alone.
        var pool: LatentPool
        /// The imputations of all steps that count; empty with the final resampling.
        var trace: ChainTrace
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        var pool = LatentPool(rows, keepsLatents: isPooling(rows))
        let latents = (rows.chainCount(imputationCount) + replenishCount) * keptSteps(rows)
        let poolBytes = Double(pool.bytesPerLatent) * Double(latents)
        let trace: ChainTrace
        if isPooling(rows) {
            try checkMemory(rows, bytes: poolBytes)
            trace = ChainTrace(rows, chainCount: rows.chainCount(imputationCount))
        } else {
            trace = try emptyTrace(rows, otherBytes: poolBytes)
        }
        pool.reserveCapacity(forLatents: latents)
        return State(imputed: try rows.chainStarts(imputationCount, warmUp: warmUp), pool: pool, trace: trace)
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let recording = try recording(rows, imputations: state.trace.chainCount, isPooling: isPooling(rows))
        rows.runChainStep(recording, step: state.step, imputed: state.imputed)
        state.imputed = recording.read("next")
        if state.step >= forgottenSteps(rows) {
            state.pool.add(recording)
            if !isPooling(rows) { state.trace.add(means: recording.read("nextMean"), draws: state.imputed) }
        }
        state.step += 1
        return state.step < forgottenSteps(rows) + keptSteps(rows)
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] {
        guard !isPooling(rows) else { return try state.pool.results(rows) }
        var results = state.trace.results(rows)
        for row in results.indices {
            // The imputations of a step are all picked by its weights: what they are worth follows from these, and not from
            // how the imputations agree.
            if rows.request.isDiagnosed { results[row].diagnostics = state.pool.diagnostics(row: row) }
            guard let logTotal = state.pool.unusable[row] else { continue }
            // Where others keep the imputations from step to step, they go on with those that they have.
            guard rows.request.stepCount != nil else { throw LacunaError.unusableWeights(logTotal) }
            results[row].draws = results[row].draws.map { $0.map { _ in .nan } }
        }
        return results
    }

    /// Imputations that are kept from step to step by others are those resampled, not a pool.
    private func isPooling(_ rows: ConditionalRows) -> Bool { finalResampling && rows.request.stepCount == nil }

    // MARK: One step

    /// Encodes the imputations, draws, decodes, weighs, resamples, and draws the next imputations.
    func recording(_ rows: ConditionalRows, imputations: Int, isPooling: Bool) throws -> RecordedStep {
        let isPaired = !rows.model.missingness.isIgnorable
        let needsDraws = isPooling && LatentPool.keepsDraws(rows)
        return try rows.recording("lair.\(imputations).\(replenishCount).\(isPooling).\(needsDraws)") { step in
            let tape = step.tape
            let imputed = tape.input("imputed", step.values.repeatingRows(imputations).shape)
            let proposal = propose(step, imputed: imputed, imputations)
            let head = step.decoderHead(proposal.latent)
            let decoded = step.observation(head: head)
            let draw = LatentDraw(latent: proposal.latent, logDensity: proposal.logDensity)
            let cells = step.missingCells(decoded, needsDraws: needsDraws || isPaired, purpose: "pooled")
            // Latents are picked with their cells, by the weights of both.
            let (logWeights, pickLogWeights) = step.weigh(draw, decoded, cells)
            // Each imputation picks a latent by its weight.
            let picks = pickLogWeights.transposed().oneHotPicks(
                rows: rows.rowCount, count: imputations, purpose: "resample")
            let picked = step.observation(head: picks.picking(from: head))
            let pickedCells = isPaired ? cells.completed.map { picks.picking(from: $0) } : nil
            let refreshed = step.refreshing(pickedCells ?? imputed, from: picked, purpose: "draw")
            let total = logWeights.logSumExp(over: .samples)
            var tensors = [
                "imputed": imputed, "next": refreshed.next, "logWeights": logWeights, "logTotal": total,
            ]
            if isPaired { tensors["drawLogWeights"] = pickLogWeights }
            guard isPooling else {
                tensors["nextMean"] = refreshed.mean
                return tensors
            }
            tensors["latent"] = proposal.latent
            tensors["mean"] = (logWeights - total).exp().transposed().matrixProduct(cells.mean)
            if needsDraws { tensors["draw"] = cells.completed }
            return tensors
        }
    }

    /// A latent from the posterior of each imputation and some from the prior, with the log-density of the mixture of all:
    /// rows × (imputations + replenished) samples.
    private func propose(
        _ step: ModelStep, imputed: Tensor, _ imputations: Int
    ) -> (latent: Tensor, logDensity: Tensor) {
        let tape = step.tape
        let rows = step.values.shape.rows, dimension = step.model.latentDimension
        let copies = step.repeating(imputations)
        let posterior = copies.posterior(ofComplete: imputed)
        var latent = tape.countingRowsAsSamples(imputations) { copies.drawWhole(from: posterior) }
            .reshaped(to: TensorShape(rows: rows, samples: imputations, features: dimension))
        let mixture = ImputationMixture(posterior, count: imputations)
        guard replenishCount > 0 else { return (latent, mixture.logDensity(of: latent)) }
        let replenished = step.model.prior.sample(
            TensorShape(rows: rows, samples: replenishCount, features: dimension), purpose: "replenish",
            in: step.priorContext)
        latent = tape.concatenate([latent, replenished], along: .samples)
        let fromPrior = step.logPrior(of: latent) + Double.log(Double(replenishCount))
        let sum = tape.concatenate([mixture.logSum(of: latent), fromPrior], along: .features)
            .logSumExp(over: .features)
        return (latent, sum - Double.log(Double(imputations + replenishCount)))
    }
}
