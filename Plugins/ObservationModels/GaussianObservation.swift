import LacunaCore

/// Normal columns whose mean and scale both come from the decoder.
///
/// Head: means, then raw scales; σ = floor + softplus(raw). Without a floor the likelihood has no maximum (Mattei and
/// Frellsen 2018, *Leveraging the exact likelihood of deep latent variable models*).
public struct GaussianObservation: ObservationModel {
    public static let name = "gaussian"
    public static let aliases = ["normal"]
    public static let summary = "normal columns; mean and scale from the decoder"
    public static let references = [Reference.exactLikelihood]
    public static let kinds: Set<ColumnKind> = [.continuous]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest scale, in standardised units", .above(0))
    ]

    /// The smallest scale, in standardised units.
    public var scaleFloor = 1e-3

    public init() {}

    /// Columns with a smallest scale.
    public init(scaleFloor: Double = 1e-3) { self.scaleFloor = scaleFloor }

    public func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        let count = block.featureCount
        return RecordedGaussian(
            location: head.features(0..<count),
            scale: head.features(count..<2 * count).softplus() + scaleFloor)
    }
}

/// Normal columns given z.
struct RecordedGaussian: ConditionalDistribution {
    var location: Tensor
    var scale: Tensor

    func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
        location.tape.gaussianLogDensity(values, observed: observed, mean: location, standardDeviation: scale)
    }

    func mean() -> Tensor { location }

    func sample(purpose: String) -> Tensor {
        location + scale * location.tape.normalNoise(location.shape, purpose: purpose)
    }
    func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
        location.tape.gaussianLogMeanSigmoid(
            where: wanted, location: slope * location + offset, scale: slope * scale)
    }

    func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
        let noise = location.tape.gaussianTiltedNoiseMean(location: slope * location + offset, scale: slope * scale)
        return (location + scale * noise).stoppingGradient()
    }
}
