/// A named piece of a model that training moves.
public struct Parameter: Sendable {
    /// Place in the order of declaration.
    let index: Int
    /// The group whose flat buffer holds it.
    public let group: ParameterGroup
    /// The name within the group, such as `network.layer0.weight`.
    public let path: String
    /// The extents.
    public let shape: TensorShape
    /// How it starts.
    let initial: Initializer
    /// Whether matrix products use it as their right factor, so that packed forms are kept.
    var isMatrix: Bool
}
