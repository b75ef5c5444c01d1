import LacunaTensors

/// ι(x_o): what the encoder is shown of a row with holes.
///
/// Contract, checked by `checkEncoderInput`: what stands in a missing cell has no influence.
public protocol EncoderInput: Component {
    /// rows × 1 × features → rows × 1 × inputs of the encoder.
    ///
    /// - Parameters:
    ///   - values: The encoded row; missing cells may hold anything.
    ///   - observed: 1 where observed, 0 where missing.
    ///   - scope: Where parameters of its own are found.
    func forward(_ values: Tensor, observed: Tensor, in scope: ParameterScope) -> Tensor

    /// Whether rows with missing cells may be shown; `true` unless an input says otherwise.
    var servesMissingCells: Bool { get }
}

extension EncoderInput {
    /// Yes.
    public var servesMissingCells: Bool { true }
}

/// The family of encoder inputs.
public enum EncoderInputs: ComponentFamily {
    /// A member of the family.
    public typealias Member = any EncoderInput
    /// The key of the family.
    public static let name = "encoderInput"
    /// The heading of the family.
    public static let title = "Encoder inputs"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any EncoderInput)? { component as? any EncoderInput }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any EncoderInput.Type }
}
