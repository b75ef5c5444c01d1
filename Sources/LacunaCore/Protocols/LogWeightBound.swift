import LacunaTensors

/// A bound that only combines log-weights, and sees nothing else of the model.
public protocol LogWeightBound: Bound {
    /// How many draws a row it takes.
    var budget: SampleBudget { get }
    /// How the gradient reaches the encoder.
    var gradient: Choice<GradientEstimators> { get }
    /// Whether draws come from strata, each with its share; `false` unless a bound says otherwise. The shares of draws
    /// that come from the whole distribution are all the same.
    var servesStrata: Bool { get }

    /// The bound of each row: rows × 1 × 1, in nats.
    func combine(_ weights: LogWeights) -> Tensor

    /// What each draw counts for in the bound, or `nil` where that does not depend on the log-weights.
    func influence(of weights: LogWeights) -> DrawInfluence?
}

/// The draws a row that a bound takes.
public enum SampleBudget: Sendable, Equatable {
    /// So many from each stratum.
    case perStratum(Int)
    /// So many from all strata together, the same number from each.
    case total(Int)

    /// Draws from each stratum, or `nil` where the budget cannot be split evenly.
    public func drawCount(stratumCount: Int) -> Int? {
        switch self {
        case .perStratum(let count): count
        case .total(let count): count % stratumCount == 0 ? count / stratumCount : nil
        }
    }
}

/// The log-weights of a row's draws, as a bound sees them.
public struct LogWeights {
    /// log w of each draw, rows × samples × 1, the draws of a stratum side by side.
    public var values: Tensor
    /// log (π / draws from the stratum) of each draw, or `nil` where all shares are the same; the shares themselves sum to 1
    /// over the samples.
    public var logShares: Tensor?
    /// Number of strata.
    public var stratumCount: Int

    /// Log-weights of draws.
    public init(_ values: Tensor, logShares: Tensor? = nil, stratumCount: Int = 1) {
        self.values = values
        self.logShares = logShares
        self.stratumCount = stratumCount
    }

    /// A tensor of one number a draw with the strata apart: rows × strata × draws from each.
    public func byStratum(_ numbers: Tensor) -> Tensor {
        numbers.reshaped(
            to: TensorShape(
                rows: numbers.shape.rows, samples: stratumCount, features: numbers.shape.samples / stratumCount))
    }
}

/// What each draw counts for in a bound; every tensor rows × samples × 1.
public struct DrawInfluence {
    /// The derivative of the bound by the draw's log-weight; sums to 1 over a row's samples.
    public var share: Tensor
    /// The draw's part of the mean of weights that it is in, under the same logarithm; sums to 1 over those draws. For other
    /// combinations of weights: 1 − the derivative of log share by the draw's log-weight, which is the same there.
    public var normalisedWeight: Tensor

    /// What draws count for.
    public init(share: Tensor, normalisedWeight: Tensor) {
        self.share = share
        self.normalisedWeight = normalisedWeight
    }
}

extension LogWeightBound {
    /// No.
    public var servesStrata: Bool { false }

    /// All draws of a row.
    public func sampleCount(for posterior: any VariationalFamily) -> Int {
        let strata = posterior.stratumCount ?? 1
        return (budget.drawCount(stratumCount: strata) ?? 1) * strata
    }

    /// Strata that it does not serve or does not find, a budget that cannot be split, an estimator without its paths.
    public func problems(with posterior: any VariationalFamily) -> [String] {
        let name = type(of: posterior).name
        guard let strata = posterior.stratumCount else {
            guard servesStrata else { return [] }
            return [
                """
                bound: \(Self.name) gives every stratum its share, but model.posterior \(name) draws from the whole \
                distribution at once; choose a posterior that draws from strata, or a bound that does without them
                """
            ]
        }
        var problems: [String] = []
        if strata > 1, !servesStrata {
            problems.append(
                """
                bound: \(Self.name) weighs all draws alike, but model.posterior \(name) draws from \(strata) strata; \
                choose a bound that serves strata, or a posterior that draws from the whole distribution
                """)
        }
        if case .total(let count) = budget, budget.drawCount(stratumCount: strata) == nil {
            problems.append(
                """
                bound: a total of \(count) draws a row cannot be split evenly among the \(strata) components of \
                model.posterior \(name); choose a multiple of \(strata)
                """)
        }
        if strata > 1, let estimator = try? gradient.member(), estimator.weighsPath, !posterior.canTransport {
            problems.append(
                """
                bound.gradient: \(type(of: estimator).name) moves draws with the whole mixture, for which every \
                component of model.posterior \(name) needs a distribution function; choose an estimator that weighs no \
                paths, or other components
                """)
        }
        return problems
    }

    /// Encodes, draws, decodes, weighs and combines.
    public func record(_ step: ModelStep) throws -> RecordedBound {
        let estimator = try gradient.member()
        let posterior = step.posterior(head: step.encode())
        let strata = posterior.stratumCount
        guard servesStrata || strata == 1, let count = budget.drawCount(stratumCount: strata) else {
            let name = type(of: step.model.posterior).name
            throw LacunaError(
                .configuration,
                """
                bound: \(Self.name) cannot share its draws among the \(strata) strata of model.posterior \(name); choose a \
                stratified bound and a budget that is a multiple of \(strata)
                """)
        }
        let draw = step.draw(from: posterior, count: count, estimator: estimator)
        let terms = step.terms(draw, step.decode(draw.latent))
        let weights = LogWeights(terms.logWeights, logShares: draw.logShares, stratumCount: strata)
        let value = combine(weights)
        guard let residual = draw.weighPath(by: estimator, influence(of: weights)) else {
            return RecordedBound(value: value, terms: terms.named)
        }
        return RecordedBound(
            value: value, objectives: [Objective(value + residual, groups: .all)], terms: terms.named)
    }
}
