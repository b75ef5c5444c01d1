import LacunaTensors

/// The body of an encoder or decoder: a function from features to features with parameters.
///
/// Contract, checked by `checkNetwork`: each row and sample is treated alike and on its own, the result has the width that
/// was asked for, and every parameter has a gradient.
public protocol Network: Component {
    /// rows × samples × inputs → rows × samples × width.
    ///
    /// - Parameters:
    ///   - input: The features.
    ///   - width: Number of outputs wanted.
    ///   - scope: Where the parameters are found.
    ///   - mode: Whether the recording is for training (dropout acts) or for evaluation.
    func forward(_ input: Tensor, width: Int, in scope: ParameterScope, mode: RunMode) -> Tensor
}

/// What a recording is for.
public enum RunMode: Sendable {
    /// Parameters are being fitted.
    case training
    /// Parameters are fixed.
    case evaluation
}

/// The family of networks.
public enum Networks: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Network
    /// The key of the family.
    public static let name = "network"
    /// The heading of the family.
    public static let title = "Networks"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Network)? { component as? any Network }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Network.Type }
}
