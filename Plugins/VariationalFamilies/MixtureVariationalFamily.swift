import LacunaCore

/// Σ_k π_k q_k(z | x_o): a finite mixture of another family, with weights and components from the encoder.
///
/// Missing cells make posteriors irregular and multimodal; a mixture follows them (Simkus and Gutmann 2024, section 4).
/// Head: the raw log-weights of the components, then the head of each, whose locations are shifted by fixed numbers (see
/// `spread`). Draws come from every component (`stratified`), each
/// with its weight, or from the mixture as a whole (`ancestral`), whose gradient is that of implicit reparametrisation
/// (Figurnov et al. 2018).
public struct MixtureVariationalFamily: VariationalFamily {
    public static let name = "mixture"
    public static let summary = "a finite mixture of another family; weights and components from the encoder"
    public static let references = [Reference.mixtureFamilies, Reference.implicitReparametrisation]

    /// How the mixture is sampled.
    public enum Sampling: String, ConfigurationOption {
        /// Draws from every component, each with its weight.
        case stratified
        /// A component by its weight, and a draw from it.
        case ancestral
    }

    public static let keyDescriptions = [
        KeyDescription("componentCount", "number of components", .between(1, 1_000)),
        KeyDescription("component", "family of each component"),
        KeyDescription("sampling", "whether draws come from every component in turn or from the mixture as a whole"),
        KeyDescription(
            "spread",
            "how far apart the components start, in standard deviations of the prior; 1 helps stratified sampling",
            .between(0, 100)),
        KeyDescription(
            "velocityLimit",
            "how far an ancestral draw moves at most for a unit of a log-weight, in scales; null: true gradient",
            .above(0)),
    ]

    /// Number of components.
    public var componentCount = 5
    /// The family of each component.
    public var component: Choice<VariationalFamilies> = "gaussian"
    /// How the mixture is sampled.
    public var sampling = Sampling.stratified
    /// How far apart the components lie for a head of zeros, in standard deviations of a standard normal prior, where they
    /// have a distribution function, as gaussian and studentT. With draws from every component it helps them to part
    /// (1 is a good value); with ancestral draws it harms, since the gradient that moves weight between components far
    /// apart passes through latents that hardly occur, and is dominated by few of them.
    public var spread = 0.0
    /// How far a draw from the mixture as a whole may move for a unit of a log-weight, in scales of the components that it
    /// can come from; `null` for the true gradient. Where components lie far apart the true gradient has a variance beyond
    /// all use, since the draws that would carry weight from one to the other hardly occur; a limit such as 10 leaves
    /// those out.
    public var velocityLimit: Double?

    public init() {}

    /// A mixture of a family.
    public init(
        componentCount: Int = 5, component: some VariationalFamily = GaussianVariationalFamily(),
        sampling: Sampling = .stratified, spread: Double = 0, velocityLimit: Double? = nil
    ) {
        self.componentCount = componentCount
        self.component = Choice(component)
        self.sampling = sampling
        self.spread = spread
        self.velocityLimit = velocityLimit
    }

    public func problems() -> [ConfigurationProblem] {
        guard let part = try? component.member() else { return [] }
        if part is MixtureVariationalFamily {
            return [
                ConfigurationProblem(
                    key: "component",
                    message: "must not be a mixture itself; a mixture of mixtures is one mixture with a larger "
                        + "componentCount")
            ]
        } else if part.stratumCount != nil {
            return [
                ConfigurationProblem(
                    key: "component",
                    message: "must be drawn from as a whole, but \(component.name) is drawn from stratum by stratum")
            ]
        } else if sampling == .ancestral, !(part is any LocationScaleFamily) {
            return [
                ConfigurationProblem(
                    key: "sampling",
                    message:
                        "must be \"stratified\": ancestral sampling needs components with a distribution function in each "
                        + "latent, which \(component.name) has not; or choose a component such as gaussian or studentT"
                )
            ]
        }
        return []
    }

    public var stratumCount: Int? { sampling == .stratified ? componentCount : nil }

    public var canTransport: Bool { (try? component.member()) is any LocationScaleFamily }

    public func headWidth(latentDimension: Int) -> Int {
        let width = (try? component.member().headWidth(latentDimension: latentDimension)) ?? 0
        return componentCount * (1 + width)
    }

    public func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        let part: any VariationalFamily
        do {
            part = try component.member()
        } catch {
            error.problems.forEach(head.tape.fail)
            part = GaussianVariationalFamily()
        }
        let width = part.headWidth(latentDimension: latentDimension)
        let logWeights = head.features(0..<componentCount).logSoftmax(over: .features)
        let heads = head.features(componentCount..<componentCount * (1 + width))
        if let part = part as? any LocationScaleFamily {
            // All components at once, side by side along the samples.
            let shape = TensorShape(rows: head.shape.rows, samples: componentCount, features: width)
            var parts = part.locationScale(
                head: heads.reshaped(to: shape), latentDimension: latentDimension, in: scope["component"])
            if spread > 0, componentCount > 1 {
                parts.location =
                    parts.location
                    + head.tape.constant(
                        starts(latentDimension), TensorShape(samples: componentCount, features: latentDimension))
            }
            return LocationScaleMixturePosterior(
                parts: parts, logWeights: logWeights, isStratified: sampling == .stratified,
                velocityLimit: velocityLimit ?? .infinity)
        }
        let components = (0..<componentCount).map { index in
            part.posterior(
                head: heads.features(index * width..<(index + 1) * width), latentDimension: latentDimension,
                in: scope["component\(index)"])
        }
        return MixturePosterior(components: components, logWeights: logWeights)
    }

    /// Where a head of zeros puts the components: fixed normal numbers times the spread.
    private func starts(_ latentDimension: Int) -> [Double] {
        (0..<componentCount).flatMap { index in
            var stream = RandomStream(seed: 0).child("component").child(index)
            return (0..<latentDimension).map { _ in spread * stream.normal() }
        }
    }
}
