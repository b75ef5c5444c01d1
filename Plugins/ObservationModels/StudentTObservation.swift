import LacunaCore

/// Student's t columns whose location, scale and degrees of freedom come from the decoder.
///
/// Head: locations, raw scales, raw degrees of freedom; σ = floor + softplus(raw), ν = minimum + softplus(raw). Heavy
/// tails keep single odd cells from bending the fit (Mattei and Frellsen 2019, section 4).
public struct StudentTObservation: ObservationModel {
    public static let name = "studentT"
    public static let aliases = ["student"]
    public static let summary = "Student's t columns; location, scale and degrees of freedom from the decoder"
    public static let references = [Reference.miwae]
    public static let kinds: Set<ColumnKind> = [.continuous]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest scale, in standardised units", .above(0)),
        KeyDescription(
            "minimumDegreesOfFreedom",
            "smallest number of degrees of freedom; the mean exists above 1, the variance above 2", .above(1)),
    ]

    /// The smallest scale, in standardised units.
    public var scaleFloor = 1e-3
    /// The smallest number of degrees of freedom; above 2 the variance exists.
    public var minimumDegreesOfFreedom = 3.0

    public init() {}

    /// Columns with given limits of their scale and degrees of freedom.
    public init(scaleFloor: Double = 1e-3, minimumDegreesOfFreedom: Double = 3) {
        self.scaleFloor = scaleFloor
        self.minimumDegreesOfFreedom = minimumDegreesOfFreedom
    }

    public func headWidth(for block: ColumnBlock) -> Int { 3 * block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        let count = block.featureCount
        return Recorded(
            location: head.features(0..<count),
            scale: head.features(count..<2 * count).softplus() + scaleFloor,
            degreesOfFreedom: head.features(2 * count..<3 * count).softplus() + minimumDegreesOfFreedom)
    }

    private struct Recorded: ConditionalDistribution {
        var location: Tensor
        var scale: Tensor
        var degreesOfFreedom: Tensor

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            location.tape.studentTLogDensity(
                values, observed: observed, location: location, scale: scale, degreesOfFreedom: degreesOfFreedom)
        }

        func mean() -> Tensor { location }

        func sample(purpose: String) -> Tensor {
            location + scale
                * location.tape.studentTNoise(location.shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose)
        }

        func logMeanSigmoid(slope: Tensor, offset: Tensor, wanted: Tensor) -> Tensor? {
            location.tape.studentTLogMeanSigmoid(
                where: wanted, location: slope * location + offset, scale: slope * scale,
                degreesOfFreedom: degreesOfFreedom)
        }

        func tiltedMean(slope: Tensor, offset: Tensor) -> Tensor? {
            let noise = location.tape.studentTTiltedNoiseMean(
                location: slope * location + offset, scale: slope * scale, degreesOfFreedom: degreesOfFreedom)
            return (location + scale * noise).stoppingGradient()
        }

        /// The draw, whose gradient reaches the degrees of freedom as well, by implicit reparametrisation.
        func reparametrisedSample(purpose: String) -> Tensor {
            let tape = location.tape, shape = location.shape
            let noise = tape.studentTNoise(shape, degreesOfFreedom: degreesOfFreedom, purpose: purpose)
            // A row of its own for each sample, since each has its own degrees of freedom.
            let flat = TensorShape(rows: shape.rows * shape.samples, features: shape.features)
            let moving = tape.mixtureTransport(
                noise.reshaped(to: flat), logWeights: tape.constant(0), location: tape.constant(0),
                scale: tape.constant(1), degreesOfFreedom: degreesOfFreedom.contiguous().reshaped(to: flat))
            return location + scale * moving.reshaped(to: shape)
        }
    }
}
