import LacunaTensors

/// The step in five verbs, on a tape: encode, draw, decode, weigh; and combine, which is the bound's or sampler's.
///
/// Bounds and samplers are written in these verbs, so that neither knows the parts of the model. The weights by which a
/// row is imputed are those by which the model was trained: one code path.
public struct ModelStep {
    /// The model whose parts are recorded.
    public let model: ComposedModel
    /// The tape that records.
    public let tape: Tape
    /// The encoded rows, rows × 1 × features; missing cells hold 0.
    public let values: Tensor
    /// 1 where observed, 0 where missing, the same shape.
    public let observed: Tensor
    /// What the recording is for.
    public let mode: RunMode

    /// A step for some rows.
    public init(model: ComposedModel, tape: Tape, values: Tensor, observed: Tensor, mode: RunMode) {
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

    /// Draw: latents of each row with log q(z) and, where sampling is stratified, the share of each.
    ///
    /// - Parameters:
    ///   - posterior: Where they come from.
    ///   - count: Draws from each stratum.
    ///   - estimator: How the gradient reaches the posterior; `nil` where there is none to come.
    public func draw(
        from posterior: any Posterior, count: Int, estimator: (any GradientEstimator)? = nil
    ) -> LatentDraw {
        let drawn = posterior.draw(count: count, purpose: "latent")
        let path = estimator.flatMap { $0.weighsPath ? DrawPath(drawn, of: posterior) : nil }
        let latent = path?.latent ?? drawn
        let density = estimator?.density(of: posterior) ?? posterior
        var logShares: Tensor?
        if let weights = posterior.logStratumWeights {
            let shape = TensorShape(rows: weights.shape.rows, samples: weights.shape.samples, features: count)
            logShares =
                weights.broadcast(to: shape).reshaped(
                    to: TensorShape(rows: shape.rows, samples: shape.samples * count)) - Double.log(Double(count))
        }
        return LatentDraw(
            latent: latent, logDensity: density.logDensity(of: latent), logShares: logShares, path: path)
    }

    /// What the prior is given beside latents.
    public var priorContext: PriorContext {
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: .evaluation)
        return PriorContext(
            scope: ParameterScope(tape, group: .prior), featureCount: model.layout.featureCount,
            encoder: { step.encode($0, observed: $1) }, family: { step.posterior(head: $0) })
    }

    /// Decode: the distribution of every column given each latent.
    public func decode(_ latent: Tensor) -> DecodedObservation { observation(head: decoderHead(latent)) }

    /// The decoder's output, from which the distribution of every column is made: rows × samples × head width.
    public func decoderHead(_ latent: Tensor) -> Tensor {
        model.decoder.forward(latent, width: model.decoderHeadWidth, in: decoderScope["network"], mode: mode)
    }

    /// The distribution of every column given the decoder's output.
    public func observation(head: Tensor) -> DecodedObservation {
        var blocks: [DecodedObservation.Block] = []
        var start = 0
        for (index, part) in model.observation.enumerated() {
            let width = part.model.headWidth(for: part.block)
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
        var terms = observedTerms(draw, decoded)
        terms.logMissingness = logMissingness(decoded)
        return terms
    }

    /// The terms without that of the pattern: their weights are those of log p(x_o) alone.
    public func observedTerms(_ draw: LatentDraw, _ decoded: DecodedObservation) -> WeightTerms {
        WeightTerms(
            logLikelihood: decoded.logDensity(of: values, observed: observed), logPrior: logPrior(of: draw.latent),
            logPosterior: draw.logDensity)
    }

    /// log p(z), in nats: rows × samples × 1.
    public func logPrior(of latent: Tensor) -> Tensor {
        model.prior.logDensity(of: latent, in: priorContext)
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
    /// log (π / draws from the stratum) of each draw, or `nil` where sampling is not stratified.
    public var logShares: Tensor?
    let path: DrawPath?

    /// Latents with their density.
    public init(latent: Tensor, logDensity: Tensor, logShares: Tensor? = nil) {
        self.init(latent: latent, logDensity: logDensity, logShares: logShares, path: nil)
    }

    init(latent: Tensor, logDensity: Tensor, logShares: Tensor?, path: DrawPath?) {
        self.latent = latent
        self.logDensity = logDensity
        self.logShares = logShares
        self.path = path
    }

    /// Lets the estimator weigh the gradient through each draw.
    ///
    /// - Parameters:
    ///   - estimator: The estimator by which the latents were drawn.
    ///   - influence: What each draw counts for in the bound, or `nil` where that does not depend on the log-weights; the
    ///     path is then left as it is.
    /// - Returns: What the objective needs beside the bound for its gradient to be right, always 0: rows × 1 × 1, or
    ///   `nil` for nothing.
    public func weighPath(by estimator: any GradientEstimator, _ influence: DrawInfluence?) -> Tensor? {
        guard let path else { return nil }
        guard let influence, let factor = estimator.pathFactor(normalisedWeights: influence.normalisedWeight) else {
            path.leave()
            return nil
        }
        return path.weigh(by: factor, influence, logShares: logShares)
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

    /// The same draw with a gradient to the decoder.
    public func reparametrisedSample(purpose: String) -> Tensor {
        tape.concatenate(
            blocks.enumerated().map { $1.distribution.reparametrisedSample(purpose: "\(purpose).\($0)") },
            along: .features)
    }

    /// Σ of log E[σ(slope · x + offset) | z] over the columns wanted, in nats: rows × samples × 1; `nil` where a block's
    /// distribution does not know it.
    ///
    /// - Parameters:
    ///   - slope: Of each feature, 1 × 1 × features.
    ///   - offset: Of each column, 1 × 1 × columns.
    ///   - wanted: 1 for each column that counts, rows × 1 × columns.
    public func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
        var total: Tensor?
        for (block, columns) in zip(blocks, blockColumns) {
            guard
                let part = block.distribution.logMeanSigmoid(
                    slope: slope.features(block.columns.features), offset: offset.features(columns),
                    wanted: wanted.features(columns))
            else { return nil }
            total = total.map { $0 + part } ?? part
        }
        return total
    }

    /// E[x σ(slope · x + offset) | z] / E[σ(slope · x + offset) | z], column by column: rows × samples × features, without
    /// a gradient; `nil` where a block's distribution does not know it.
    public func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
        var parts: [Tensor] = []
        for (block, columns) in zip(blocks, blockColumns) {
            guard
                let part = block.distribution.tiltedMean(
                    slope: slope.features(block.columns.features), offset: offset.features(columns))
            else { return nil }
            parts.append(part)
        }
        return tape.concatenate(parts, along: .features)
    }

    /// The places of each block's columns among all columns.
    private var blockColumns: [Range<Int>] {
        var start = 0
        return blocks.map { block in
            defer { start += block.columns.columnCount }
            return start..<start + block.columns.columnCount
        }
    }
}
