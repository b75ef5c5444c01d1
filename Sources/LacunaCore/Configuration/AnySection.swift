/// A section of a configuration, whichever it is.
public struct AnySection: Sendable {
    /// The type that reads it.
    public let type: any Configurable.Type
    /// Its keys, in their order.
    public var keys: [KeyEntry] { KeyEntry.entries(of: type) }

    /// A section.
    public init(_ type: any Configurable.Type) { self.type = type }
}

extension AnySection: Hashable {
    /// Whether both are read by the same type.
    public static func == (a: AnySection, b: AnySection) -> Bool {
        ObjectIdentifier(a.type) == ObjectIdentifier(b.type)
    }

    /// Hashes the section.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(type)) }
}
