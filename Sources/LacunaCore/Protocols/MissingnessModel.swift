import LacunaTensors

/// p(s | x): how the pattern of observed cells depends on the values.
///
/// Contract, checked by `checkMissingnessModel`: over all patterns of a row the probabilities sum to 1.
public protocol MissingnessModel: Component {
    /// Whether the factor does not depend on x, so that it can be left out of the bound and of the weights.
    var isIgnorable: Bool { get }

    /// log p(s | x), in nats: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - observed: The pattern, rows × 1 × features.
    ///   - values: The completed rows, rows × samples × features.
    ///   - scope: Where parameters of its own are found.
    func logProbability(of observed: Tensor, given values: Tensor, in scope: ParameterScope) -> Tensor
}

/// The family of missingness models.
public enum MissingnessModels: ComponentFamily {
    /// A member of the family.
    public typealias Member = any MissingnessModel
    /// The key of the family.
    public static let name = "missingnessModel"
    /// The heading of the family.
    public static let title = "Missingness models"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any MissingnessModel)? {
        component as? any MissingnessModel
    }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any MissingnessModel.Type }
}
