import LacunaCore

/// Missing cells as 0, with the pattern of observed cells beside them: [x·s, s].
public struct ZeroWithMaskInput: EncoderInput {
    public static let name = "zeroWithMask"
    public static let summary = "missing cells as 0, and the pattern of observed cells as further inputs"
    public static let references = [Reference.mixtureFamilies]

    public init() {}

    public func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor {
        scope.tape.concatenate(
            [scope.tape.select(observed, values, else: scope.tape.constant(0)), observed], along: .features)
    }
}
