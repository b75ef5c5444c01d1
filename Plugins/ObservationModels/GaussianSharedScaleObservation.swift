import LacunaCore

/// Normal columns whose mean comes from the decoder, with one scale a column that does not depend on z.
///
/// With a linear decoder this is factor analysis; probabilistic PCA (Tipping and Bishop 1999) shares one scale among all
/// columns as well.
public struct GaussianSharedScaleObservation: ObservationModel {
    public static let name = "gaussianSharedScale"
    public static let summary = "normal columns; mean from the decoder, one learnt scale a column (or one for all)"
    public static let references = [Reference.probabilisticPCA]
    public static let kinds: Set<ColumnKind> = [.continuous]

    public static let keyDescriptions = [
        KeyDescription("scaleFloor", "smallest scale, in standardised units", .above(0)),
        KeyDescription("isIsotropic", "whether all columns share one scale"),
    ]

    /// The smallest scale, in standardised units.
    public var scaleFloor = 1e-3
    /// Whether all columns share one scale.
    public var isIsotropic = false

    public init() {}

    /// Columns with a smallest scale, and one scale each or one for all.
    public init(scaleFloor: Double = 1e-3, isIsotropic: Bool = false) {
        self.scaleFloor = scaleFloor
        self.isIsotropic = isIsotropic
    }

    public func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

    public func distribution(
        head: Tensor, block: ColumnBlock, in scope: ParameterScope
    ) -> any ConditionalDistribution {
        let raw = scope.parameter("rawScale", TensorShape(features: isIsotropic ? 1 : block.featureCount))
        return RecordedGaussian(location: head, scale: raw.softplus() + scaleFloor)
    }
}
