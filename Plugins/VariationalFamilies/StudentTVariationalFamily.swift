import LacunaCore

/// Student's t latents, independent given the row, with fixed or learnt degrees of freedom.
///
/// Heavy tails keep importance weights bounded where the posterior is wider than q. Head: locations, raw scales, and raw
/// degrees of freedom where they are learnt; σ = floor + softplus(raw), ν = minimum + softplus(raw + start), such that a
/// head of zeros gives `degreesOfFreedom`. The gradient reaches ν by implicit reparametrisation: it is the mean of that
/// through the Gamma number behind each draw, so it varies less.
public struct StudentTVariationalFamily: LocationScaleFamily {
    public static let name = "studentT"
    public static let aliases = ["student"]
    public static let summary =
        "independent Student's t latents; location and scale from the encoder, degrees of freedom fixed or from it too"
    public static let references = [Reference.miwae, Reference.implicitReparametrisation]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest scale of a latent", .above(0)),
        KeyDescription(
            "degreesOfFreedom",
            "degrees of freedom of every latent; where they are learnt, those that training starts near", .above(0)),
        KeyDescription("learnsDegreesOfFreedom", "whether the encoder gives each row degrees of freedom of its own"),
        KeyDescription(
            "minimumDegreesOfFreedom", "smallest number of learnt degrees of freedom; above 2 the variance exists",
            .above(0)),
    ]

    /// The smallest scale.
    public var scaleFloor = 1e-4
    /// The degrees of freedom of every latent; where they are learnt, those that training starts near.
    public var degreesOfFreedom = 5.0
    /// Whether the encoder gives each row degrees of freedom of its own.
    public var learnsDegreesOfFreedom = false
    /// The smallest number of learnt degrees of freedom; above 2 the variance exists.
    public var minimumDegreesOfFreedom = 3.0

    public init() {}

    /// Latents with given limits of their scale and degrees of freedom.
    public init(
        scaleFloor: Double = 1e-4, degreesOfFreedom: Double = 5, learnsDegreesOfFreedom: Bool = false,
        minimumDegreesOfFreedom: Double = 3
    ) {
        self.scaleFloor = scaleFloor
        self.degreesOfFreedom = degreesOfFreedom
        self.learnsDegreesOfFreedom = learnsDegreesOfFreedom
        self.minimumDegreesOfFreedom = minimumDegreesOfFreedom
    }

    public func problems() -> [ConfigurationProblem] {
        // Where one is out of its own range, that is said already.
        guard learnsDegreesOfFreedom, degreesOfFreedom > 0, degreesOfFreedom <= minimumDegreesOfFreedom else {
            return []
        }
        return [
            ConfigurationProblem(
                key: "degreesOfFreedom",
                message:
                    "must be greater than minimumDegreesOfFreedom (\(minimumDegreesOfFreedom)) where it is learnt, not "
                    + "\(degreesOfFreedom)")
        ]
    }

    public func headWidth(latentDimension: Int) -> Int { (learnsDegreesOfFreedom ? 3 : 2) * latentDimension }

    public func locationScale(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> LocationScale {
        LocationScale(
            location: head.features(0..<latentDimension),
            scale: head.features(latentDimension..<2 * latentDimension).softplus() + scaleFloor,
            degreesOfFreedom: degrees(head: head, latentDimension: latentDimension))
    }

    private func degrees(head: Tensor, latentDimension: Int) -> Tensor {
        guard learnsDegreesOfFreedom else { return head.tape.constant(degreesOfFreedom) }
        let raw = head.features(2 * latentDimension..<3 * latentDimension)
        // The inverse of softplus.
        let excess = degreesOfFreedom - minimumDegreesOfFreedom
        let start = excess + Double.log(-Double.expMinusOne(-excess))
        return (raw + start).softplus() + minimumDegreesOfFreedom
    }

    public func posterior(head: Tensor, latentDimension: Int, in scope: ParameterScope) -> any Posterior {
        LocationScalePosterior(locationScale(head: head, latentDimension: latentDimension, in: scope))
    }
}
