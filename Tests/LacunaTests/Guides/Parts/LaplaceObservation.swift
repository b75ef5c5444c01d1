import LacunaCore

/// Laplace columns; location and scale of each come from the decoder.
///
/// log p(x | z) = −log 2b − |x − μ| / b (Kotz, Kozubowski and Podgórski 2001, section 2.1). Head: locations μ, then raw
/// scales r; b = floor + softplus(r).
public struct LaplaceObservation: ObservationModel {
    public static let name = "laplace"
    public static let summary = "Laplace columns; location and scale from the decoder"
    public static let references = [
        Reference(
            title: "The Laplace Distribution and Generalizations",
            authors: ["Samuel Kotz", "Tomasz J. Kozubowski", "Krzysztof Podgórski"], year: 2001,
            venue: "Birkhäuser", identifier: "10.1007/978-1-4612-0173-1")
    ]
    public static let kinds: Set<ColumnKind> = [.continuous]
    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "the smallest scale, in standardised units", .above(0))
    ]

    /// The smallest scale, in standardised units.
    public var scaleFloor = 1e-3

    public init() {}

    public func headWidth(for block: ColumnBlock) -> Int { 2 * block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        let count = block.featureCount
        return Recorded(
            location: head.features(0..<count),
            scale: head.features(count..<2 * count).softplus() + scaleFloor)
    }

    /// The columns given z; location and scale are rows × samples × features.
    private struct Recorded: ConditionalDistribution {
        var location: Tensor
        var scale: Tensor

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            let tape = location.tape
            let cells = -(2 * scale).log() - (values - location).magnitude() / scale
            // Missing cells may hold anything, NaN included: they are left out, not multiplied by 0.
            return tape.select(observed, cells, else: tape.constant(0)).sum(over: .features)
        }

        func mean() -> Tensor { location }

        /// The difference of two exponential variables is a Laplace variable.
        func sample(purpose: String) -> Tensor {
            let tape = location.tape
            let above = tape.exponentialNoise(location.shape, purpose: purpose + ".above")
            let below = tape.exponentialNoise(location.shape, purpose: purpose + ".below")
            return location + scale * (above - below)
        }
    }
}
