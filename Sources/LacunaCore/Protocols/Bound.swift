import LacunaTensors

/// What training maximises: a lower bound of log p(x_o), in nats a row.
///
/// Contract, checked by `checkBound`: in expectation the value never exceeds log p(x_o), and its gradient is that of its
/// value wherever the estimator promises so.
public protocol Bound: Component {
    /// Records the bound of the rows of a step.
    func record(_ step: ModelStep) throws -> RecordedBound
}

/// A bound on a tape.
public struct RecordedBound {
    /// The bound of each row, in nats: rows × 1 × 1.
    public var value: Tensor
    /// What is differentiated, and whose parameters each moves.
    public var objectives: [Objective]
    /// The terms that are looked at when the value is no longer finite, by name.
    public var terms: [(name: String, tensor: Tensor)]

    /// A bound whose value is also its one objective, moving all groups.
    public init(value: Tensor, terms: [(name: String, tensor: Tensor)] = []) {
        self.init(value: value, objectives: [Objective(value, groups: .all)], terms: terms)
    }

    /// A bound with objectives of its own.
    public init(value: Tensor, objectives: [Objective], terms: [(name: String, tensor: Tensor)] = []) {
        self.value = value
        self.objectives = objectives
        self.terms = terms
    }
}

/// A bound that only combines log-weights, and sees nothing else of the model.
public protocol LogWeightBound: Bound {
    /// Draws a row, from each stratum.
    var sampleCount: Int { get }
    /// How the gradient reaches the encoder.
    var gradient: Choice<GradientEstimators> { get }
    /// Whether draws may come from strata with weights; `false` unless a bound says otherwise.
    var servesStrata: Bool { get }

    /// The bound of each row from its log-weights: rows × samples × 1 → rows × 1 × 1.
    ///
    /// - Parameters:
    ///   - logWeights: log w of each draw.
    ///   - logStratumWeights: log π of each draw's stratum, the same shape, or `nil` where sampling is not stratified.
    func combine(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor

    /// The weight of each draw in the bound, summing to 1 over a row's samples, or `nil` where all weigh the same.
    func normalisedWeights(_ logWeights: Tensor, logStratumWeights: Tensor?) -> Tensor?
}

extension LogWeightBound {
    /// No.
    public var servesStrata: Bool { false }

    /// Encodes, draws, decodes, weighs and combines.
    public func record(_ step: ModelStep) throws -> RecordedBound {
        let estimator = try gradient.member()
        let posterior = step.posterior(head: step.encode())
        guard servesStrata || posterior.logStratumWeights == nil else {
            throw LacunaError(
                .configuration,
                """
                bound \(Self.name) weighs all draws alike, but model.posterior \(type(of: step.model.posterior).name) draws \
                from strata; choose a stratified bound or ancestral sampling
                """)
        }
        let draw = step.draw(from: posterior, count: sampleCount, estimator: estimator)
        let terms = step.terms(draw, step.decode(draw.latent))
        let logWeights = terms.logWeights
        let value = combine(logWeights, logStratumWeights: draw.logStratumWeights)
        if let weights = normalisedWeights(logWeights, logStratumWeights: draw.logStratumWeights) {
            draw.weighPath(by: estimator, normalisedWeights: weights)
        }
        return RecordedBound(value: value, terms: terms.named)
    }
}

/// The family of bounds.
public enum Bounds: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Bound
    /// The key of the family.
    public static let name = "bound"
    /// The heading of the family.
    public static let title = "Bounds"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Bound)? { component as? any Bound }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Bound.Type }
}
