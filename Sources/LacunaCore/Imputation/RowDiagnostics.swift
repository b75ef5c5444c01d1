/// How far the imputation of a row can be trusted.
public struct RowDiagnostics: Sendable, Equatable {
    /// Independent draws that the weighted or dependent ones are worth; of chains, for the missing feature that has fewest.
    public var effectiveSampleSize: Double
    /// The shape k̂ of the generalised Pareto distribution fitted to the largest weights; above .7 the weighted mean is
    /// not to be relied on (Vehtari et al. 2024). `nil` where nothing is weighted.
    public var paretoShape: Double?
    /// The share of proposals that were accepted; `nil` where nothing is proposed.
    public var acceptanceRate: Double?
    /// Split-R̂ of the conditional means of the missing features, the largest of them (Gelman et al. 2013): near 1 where
    /// the chains agree. `nil` where there are no chains, or too short ones.
    public var potentialScaleReduction: Double?
    /// What else makes the result one that cannot be relied on.
    public var shortcoming: Shortcoming?
    /// The sampler whose result was too poor, where another took over.
    public var escalatedFrom: String?
    /// The sampler that took over.
    public var escalatedTo: String?

    /// What no number tells.
    public enum Shortcoming: String, Sendable, CaseIterable {
        /// Chains of fewer steps than their diagnostics need.
        case shortChains
        /// A part of the weight lies at the edge of a grid, so that there is more beyond it.
        case gridEdge
    }

    /// Diagnostics of a row.
    public init(
        effectiveSampleSize: Double, paretoShape: Double? = nil, acceptanceRate: Double? = nil,
        potentialScaleReduction: Double? = nil, shortcoming: Shortcoming? = nil, escalatedFrom: String? = nil,
        escalatedTo: String? = nil
    ) {
        self.effectiveSampleSize = effectiveSampleSize
        self.paretoShape = paretoShape
        self.acceptanceRate = acceptanceRate
        self.potentialScaleReduction = potentialScaleReduction
        self.shortcoming = shortcoming
        self.escalatedFrom = escalatedFrom
        self.escalatedTo = escalatedTo
    }

    /// The largest k̂ at which weighted means are relied on.
    public static let paretoShapeLimit = 0.7
    /// The largest split-R̂ at which chains are taken to agree.
    public static let potentialScaleReductionLimit = 1.1
    /// The smallest share of accepted proposals at which a chain is taken to move.
    public static let acceptanceRateLimit = 0.02
    /// The fewest effective draws at which a result is taken to rest on more than a few; of the points of a grid, the
    /// fewest that resolve a posterior.
    public static let effectiveSampleSizeLimit = 4.0

    /// Whether every diagnostic is within its limit, and nothing else is short.
    public var isReliable: Bool {
        shortcoming == nil && effectiveSampleSize >= Self.effectiveSampleSizeLimit && isWithinLimits
    }

    /// Whether every diagnostic but the effective sample size is within its limit.
    public var isWithinLimits: Bool {
        (paretoShape ?? 0) <= Self.paretoShapeLimit
            && (potentialScaleReduction ?? 1) <= Self.potentialScaleReductionLimit
            && (acceptanceRate ?? 1) >= Self.acceptanceRateLimit
    }
}
