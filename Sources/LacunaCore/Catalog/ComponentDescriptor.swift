/// What is known of a part without making a model of it.
public struct ComponentDescriptor: Sendable {
    /// The type of the part.
    public let type: any Component.Type
    /// What configurations call the part.
    public var name: String { type.name }
    /// Further names.
    public var aliases: [String] { type.aliases }
    /// What the part is, in one line.
    public var summary: String { type.summary }
    /// Whom to cite.
    public var references: [Reference] { type.references }
    /// Its defaults, as a configuration; parts inside it are given by name.
    ///
    /// They are written anew each time, since a catalog of hundreds of parts would take long to write all of them.
    public var defaults: ConfigurationValue { (try? usableDefaults()) ?? .object([]) }
    /// The keys of its configuration, in their order; they are found anew each time.
    public var keys: [KeyEntry] { KeyEntry.entries(of: type) }

    /// The defaults.
    ///
    /// - Throws: `LacunaError` where they are no object, or have the key that names the part.
    func usableDefaults() throws -> ConfigurationValue {
        let component: any Component = type.init()
        let defaults = try ConfigurationEncoder.encode(component)
        guard defaults.entries != nil, defaults[ConfigurationValue.typeKey] == nil else {
            throw LacunaError(
                .configuration,
                "\(type) cannot be used: its configuration must be an object without the key \"type\", which names the part"
            )
        }
        return defaults
    }
}
