import LacunaTensors

/// The step in five verbs, on a tape: encode, draw, decode, weigh; and combine, which is the bound's or sampler's.
///
/// Bounds and samplers are written in these verbs, so that neither knows the parts of the model. The weights by which a
/// row is imputed are those by which the model was trained: one code path.
public struct ModelStep {
    /// The model whose parts are recorded.
    public let model: LatentVariableModel
    /// The tape that records.
    public let tape: Tape
    /// The encoded rows, rows × 1 × features; missing cells hold 0.
    public let values: Tensor
    /// 1 where observed, 0 where missing, the same shape.
    public let observed: Tensor
    /// What the recording is for.
    public let mode: RunMode

    /// A step for some rows.
    public init(model: LatentVariableModel, tape: Tape, values: Tensor, observed: Tensor, mode: RunMode) {
        self.model = model
        self.tape = tape
        self.values = values
        self.observed = observed
        self.mode = mode
    }

    private var encoderScope: ParameterScope { ParameterScope(tape, group: .encoder) }
    private var decoderScope: ParameterScope { ParameterScope(tape, group: .decoder) }

    /// Encode: the head from which the posterior of each row is made, rows × 1 × head width.
    public func encode() -> Tensor { encode(values, observed: observed) }

    /// Encode rows other than the step's own, such as imputed ones.
    public func encode(_ values: Tensor, observed: Tensor) -> Tensor {
        let input = model.encoderInput.forward(values, observed: observed, in: encoderScope["input"])
        return model.encoder.forward(
            input, width: model.posterior.headWidth(latentDimension: model.latentDimension),
            in: encoderScope["network"], mode: mode)
    }

    /// q(z | x_o) of each row.
    public func posterior(head: Tensor) -> any Posterior {
        model.posterior.posterior(
            head: head, latentDimension: model.latentDimension, in: encoderScope["posterior"])
    }

    /// Draw: latents of each row with log q(z) and, where sampling is stratified, log π of the stratum.
    ///
    /// - Parameters:
    ///   - posterior: Where they come from.
    ///   - count: Draws from each stratum.
    ///   - estimator: How the gradient reaches the posterior; `nil` where there is none to come.
    public func draw(
        from posterior: any Posterior, count: Int, estimator: (any GradientEstimator)? = nil
    ) -> LatentDraw {
        let drawn = posterior.draw(count: count, purpose: "latent")
        let gate = estimator.map { _ in drawn.gradientGate() }
        let latent = gate?.output ?? drawn
        let density = estimator?.density(of: posterior) ?? posterior
        var logStratumWeights: Tensor?
        if let weights = posterior.logStratumWeights {
            let shape = TensorShape(rows: weights.shape.rows, samples: weights.shape.samples, features: count)
            logStratumWeights = weights.broadcast(to: shape).reshaped(
                to: TensorShape(rows: shape.rows, samples: shape.samples * count))
        }
        return LatentDraw(
            latent: latent, logDensity: density.logDensity(of: latent), logStratumWeights: logStratumWeights, gate: gate
        )
    }

    /// What the prior is given beside latents.
    public var priorContext: PriorContext {
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: .evaluation)
        return PriorContext(
            scope: ParameterScope(tape, group: .prior), featureCount: model.layout.featureCount,
            encoder: { step.encode($0, observed: $1) }, family: { step.posterior(head: $0) })
    }

    /// Decode: the distribution of every column given each latent.
    public func decode(_ latent: Tensor) -> DecodedObservation {
        let widths = model.observation.map { $0.model.headWidth(for: $0.block) }
        let head = model.decoder.forward(
            latent, width: widths.reduce(0, +), in: decoderScope["network"], mode: mode)
        var blocks: [DecodedObservation.Block] = []
        var start = 0
        for (index, (part, width)) in zip(model.observation, widths).enumerated() {
            let distribution = part.model.distribution(
                head: head.features(start..<start + width), block: part.block,
                in: decoderScope["observation\(index)"])
            blocks.append(DecodedObservation.Block(columns: part.block, distribution: distribution))
            start += width
        }
        return DecodedObservation(tape: tape, blocks: blocks)
    }

    /// Weigh: log w = log p(x_o | z) + log p(z) + log p(s | x) − log q(z), in nats: rows × samples × 1.
    public func weigh(_ draw: LatentDraw, _ decoded: DecodedObservation) -> Tensor {
        terms(draw, decoded).logWeights
    }

    /// The terms of the log-weights, for those who look at them one by one.
    public func terms(_ draw: LatentDraw, _ decoded: DecodedObservation) -> WeightTerms {
        var missingness: Tensor?
        if !model.missingness.isIgnorable {
            let completed = tape.select(observed, values, else: decoded.sample(purpose: "missing"))
            missingness = model.missingness.logProbability(
                of: observed, given: completed, in: ParameterScope(tape, group: .missingness))
        }
        return WeightTerms(
            logLikelihood: decoded.logDensity(of: values, observed: observed),
            logPrior: model.prior.logDensity(of: draw.latent, in: priorContext),
            logPosterior: draw.logDensity, logMissingness: missingness)
    }
}

/// The terms of log w, each rows × samples × 1, in nats.
public struct WeightTerms {
    /// log p(x_o | z).
    public var logLikelihood: Tensor
    /// log p(z).
    public var logPrior: Tensor
    /// log q(z).
    public var logPosterior: Tensor
    /// log p(s | x), unless missingness is ignorable.
    public var logMissingness: Tensor?

    /// Their sum log w, each with its sign.
    public var logWeights: Tensor {
        let joint = logLikelihood + (logPrior - logPosterior)
        return logMissingness.map { joint + $0 } ?? joint
    }

    /// The terms by the names that messages use.
    public var named: [(name: String, tensor: Tensor)] {
        let terms = [
            ("the log-likelihood log p(x|z)", logLikelihood), ("the log-prior log p(z)", logPrior),
            ("the variational log-density log q(z|x)", logPosterior),
        ]
        return terms + (logMissingness.map { [("the missingness term log p(s|x)", $0)] } ?? [])
    }
}

/// Latents drawn for each row.
public struct LatentDraw {
    /// rows × samples × latent features.
    public var latent: Tensor
    /// log q(z): rows × samples × 1.
    public var logDensity: Tensor
    /// log π of each draw's stratum, or `nil` where sampling is not stratified.
    public var logStratumWeights: Tensor?
    let gate: GradientGate?

    /// Latents with their density.
    public init(latent: Tensor, logDensity: Tensor, logStratumWeights: Tensor? = nil) {
        self.init(latent: latent, logDensity: logDensity, logStratumWeights: logStratumWeights, gate: nil)
    }

    init(latent: Tensor, logDensity: Tensor, logStratumWeights: Tensor?, gate: GradientGate?) {
        self.latent = latent
        self.logDensity = logDensity
        self.logStratumWeights = logStratumWeights
        self.gate = gate
    }

    /// Lets the estimator weigh the gradient through each draw.
    public func weighPath(by estimator: any GradientEstimator, normalisedWeights: Tensor) {
        guard let factor = estimator.pathFactor(normalisedWeights: normalisedWeights) else { return }
        gate?.setFactor(factor.stoppingGradient())
    }
}

/// The distribution of every block of columns given z.
public struct DecodedObservation {
    /// One block's distribution.
    public struct Block {
        /// The columns.
        public var columns: ColumnBlock
        /// Their distribution.
        public var distribution: any ConditionalDistribution
    }

    let tape: Tape
    /// The blocks, in the order of the features.
    public let blocks: [Block]

    /// log p(x_o | z): rows × samples × 1.
    public func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
        var total: Tensor?
        for block in blocks {
            let density = block.distribution.logDensity(
                of: values.features(block.columns.features), observed: observed.features(block.columns.features))
            total = total.map { $0 + density } ?? density
        }
        return total ?? tape.constant(0)
    }

    /// E[x | z]: rows × samples × features.
    public func mean() -> Tensor { tape.concatenate(blocks.map { $0.distribution.mean() }, along: .features) }

    /// A draw of x given z: rows × samples × features.
    public func sample(purpose: String) -> Tensor {
        tape.concatenate(
            blocks.enumerated().map { $1.distribution.sample(purpose: "\(purpose).\($0)") }, along: .features)
    }
}
