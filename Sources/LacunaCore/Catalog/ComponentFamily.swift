/// What parts of one kind have in common: the priors, the bounds, the samplers.
///
/// ```swift
/// enum Priors: ComponentFamily {
///     typealias Member = any Prior
///     static let name = "prior"
///     static let title = "Priors"
///     static func member(_ component: any Component) -> (any Prior)? { component as? any Prior }
///     static func contains(_ type: any Component.Type) -> Bool { type is any Prior.Type }
/// }
/// ```
public protocol ComponentFamily: Sendable {
    /// What the members are, such as `any Prior`.
    associatedtype Member: Sendable
    /// The kind of one member, in lowerCamelCase: `variationalFamily`.
    static var name: String { get }
    /// The heading of a list of the members.
    static var title: String { get }
    /// The part as a member, where it is one.
    static func member(_ component: any Component) -> Member?
    /// Whether parts of a type are members.
    static func contains(_ type: any Component.Type) -> Bool
}

/// A family, whichever it is.
public struct AnyComponentFamily: Sendable {
    /// The family.
    public let type: any ComponentFamily.Type
    /// The kind of one member, in lowerCamelCase.
    public var name: String { type.name }
    /// The heading of a list of the members.
    public var title: String { type.title }

    /// A family.
    public init(_ type: any ComponentFamily.Type) { self.type = type }

    /// The kind of one member, in words: `variational family`.
    var words: String {
        name.reduce(into: "") { words, letter in words += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)" }
    }
}

extension AnyComponentFamily: Hashable {
    /// Whether both are the same family.
    public static func == (a: AnyComponentFamily, b: AnyComponentFamily) -> Bool {
        ObjectIdentifier(a.type) == ObjectIdentifier(b.type)
    }

    /// Hashes the family.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type)) }
}
