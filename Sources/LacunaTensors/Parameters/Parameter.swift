/// A named piece of a model that training moves, unless it is fixed.
public struct Parameter: Sendable {
    /// Place in the order of declaration.
    let index: Int
    /// The group whose flat buffer holds it.
    public let group: ParameterGroup
    /// The name within the group, such as `network.layer0.weight`.
    public let path: String
    /// The extents.
    public let shape: TensorShape
    /// Whether it stays as it starts: neither an optimizer nor a running average changes it.
    public let isFixed: Bool
    /// How it starts.
    let initial: Initializer
    /// Whether matrix products use it as their right factor, so that packed forms are kept.
    var isMatrix: Bool
}
