import LacunaCore

/// One affine map: as a decoder, factor analysis and probabilistic PCA.
public struct LinearNetwork: Network {
    public static let name = "linear"
    public static let summary = "one affine map"
    public static let references = [Reference.probabilisticPCA]

    public init() {}

    public func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor {
        scope["output"].linear(input, width: width)
    }
}
