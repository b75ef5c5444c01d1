import LacunaCore

/// What the bounds that are trained on imputations have in common: their keys, and one forward pass over imputed rows.
public protocol ImputedRowBound: ImputationBound {
    /// How the gradient reaches the encoder.
    var gradient: Choice<GradientEstimators> { get }
    /// Latent draws from q(z | x^k) of each imputation.
    var drawCount: Int { get }
}

extension ImputedRowBound {
    /// Latent draws of a row over all its imputations.
    public func sampleCount(for posterior: any VariationalFamily) -> Int { imputationCount * drawCount }

    /// Posteriors that are drawn from by strata, and estimators that weigh paths.
    public func problems(with posterior: any VariationalFamily) -> [String] {
        var problems: [String] = []
        let name = type(of: posterior).name
        if let strata = posterior.stratumCount, strata > 1 {
            problems.append(
                """
                bound: \(Self.name) draws from q of each imputed row as a whole, but model.posterior \(name) draws from \
                \(strata) strata; choose a posterior that draws from the whole distribution
                """)
        }
        if let estimator = try? gradient.member(), estimator.weighsPath {
            problems.append(
                """
                bound.gradient: \(type(of: estimator).name) weighs paths by importance weights, which the encoder's \
                objective of \(Self.name) does not have; choose an estimator that weighs no paths
                """)
        }
        return problems
    }

    /// What the keys mean that bounds of imputed rows share.
    static var imputationKeyDescriptions: [KeyDescription] {
        [
            KeyDescription("imputationCount", "imputations a row", .between(1, 10_000)),
            KeyDescription("sampler", "what advances the imputations"),
            KeyDescription(
                "updateSteps", "steps by which chains advance them before each gradient step", .between(1, 10_000)),
            KeyDescription("gradient", "how the gradient reaches the encoder"),
        ]
    }

    /// The forward pass.
    func draws(_ step: ModelStep, imputed: Tensor) throws -> ImputedRowDraws {
        try ImputedRowDraws(
            step, imputed: imputed, imputationCount: imputationCount, drawCount: drawCount,
            estimator: gradient.member())
    }
}

/// Latents drawn from q(z | x^k) of each imputation x^k = (x_o, x_m^k) of a row, weighed as parts of two bounds.
struct ImputedRowDraws {
    /// log p(x_o, x_m^k | z) + log p(z) + log p(s | x^k) − log q(z | x^k), in nats: rows × (imputations · draws) × 1.
    let joint: Tensor
    /// log p(x_o | z) + log p(z) + log p(s | x) − log 1/K Σ_j q(z | x^j): the missing cells marginalised, of that shape.
    let marginal: Tensor
    /// The terms by the names that messages use.
    let terms: [(name: String, tensor: Tensor)]

    init(
        _ step: ModelStep, imputed: Tensor, imputationCount: Int, drawCount: Int, estimator: any GradientEstimator
    ) {
        let tape = step.tape
        let rows = step.values.shape.rows
        let shape = TensorShape(rows: rows, samples: imputationCount * drawCount)
        let copies = step.repeating(imputationCount)
        let posterior = copies.posterior(ofComplete: imputed)
        let density = estimator.density(of: posterior)
        let (latent, decoded, marginalTerms) = tape.countingRowsAsSamples(imputationCount) {
            let latent = posterior.draw(count: drawCount, purpose: "latent")
            let decoded = copies.decode(latent)
            let together = latent.reshaped(
                to: TensorShape(rows: rows, samples: shape.samples, features: latent.shape.features))
            let mixture = ImputationMixture(density, count: imputationCount).logDensity(of: together)
            let draw = LatentDraw(
                latent: latent,
                logDensity: mixture.reshaped(to: TensorShape(rows: rows * imputationCount, samples: drawCount)))
            return (latent, decoded, copies.terms(draw, decoded))
        }
        let everything = tape.constant(1).broadcast(to: imputed.shape)
        let likelihood = decoded.logDensity(of: imputed, observed: everything)
        var joint = likelihood + (marginalTerms.logPrior - density.logDensity(of: latent))
        if !step.model.missingness.isIgnorable {
            joint = joint + copies.learntLogMissingness(of: imputed)
        }
        self.joint = joint.reshaped(to: shape)
        marginal = marginalTerms.logWeights.reshaped(to: shape)
        terms = marginalTerms.named + [("the log-likelihood log p(x|z) of imputed rows", likelihood)]
    }
}

extension GroupSet {
    /// All groups but the encoder's: what explains the data.
    static let generative: GroupSet = [.decoder, .prior, .missingness]
}
