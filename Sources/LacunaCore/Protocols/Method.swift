/// A named preset: the part of a configuration that makes a method of the literature.
///
/// Whatever else a configuration says overrides it.
public protocol Method: Component {
    /// The preset, as JSON5.
    static var preset: String { get }
}

/// The family of methods.
public enum Methods: ComponentFamily {
    /// A member of the family.
    public typealias Member = any Method
    /// The key of the family.
    public static let name = "method"
    /// The heading of the family.
    public static let title = "Methods"
    /// The component as a member, where it is one.
    public static func member(_ component: any Component) -> (any Method)? { component as? any Method }
    /// Whether a type belongs to the family.
    public static func contains(_ type: any Component.Type) -> Bool { type is any Method.Type }
}
