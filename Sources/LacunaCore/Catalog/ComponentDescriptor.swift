/// What is known of a part without making a model of it.
public struct ComponentDescriptor: Sendable {
    /// The type of the part.
    public let type: any Component.Type
    /// Its defaults, as a configuration; parts inside it are given by name.
    public let defaults: ConfigurationValue

    /// What configurations call the part.
    public var name: String { type.name }
    /// Further names.
    public var aliases: [String] { type.aliases }
    /// What the part is, in one line.
    public var summary: String { type.summary }
    /// Whom to cite.
    public var references: [Reference] { type.references }
    /// The keys of its configuration, in their order; they are found anew each time.
    public var keys: [KeyEntry] { KeyEntry.entries(of: type) }
}
