/// A part that is chosen by name: `"name"`, or `{ type: "name", … }` with keys of the part.
///
/// A choice that is written in code as a name is not resolved: it has no part yet. One that is read from a configuration,
/// or made of a part, has.
public struct Choice<Family: ComponentFamily>: Sendable {
    /// What the part is called; its own name where the choice is resolved, and not an alias.
    public let name: String
    /// The keys of the part: all where the choice is resolved, else those that were given.
    public let keys: ConfigurationValue
    private let resolved: Family.Member?
    private let component: (any Component)?

    /// A choice by name, which is not resolved.
    public init(named name: String, keys: ConfigurationValue = .object([])) {
        self.name = name
        self.keys = keys.entries == nil ? .object([]) : keys
        resolved = nil
        component = nil
    }

    /// The choice of a part that is there.
    public init(_ component: some Component) {
        name = type(of: component).name
        keys = (try? ConfigurationEncoder.encode(component)) ?? .object([])
        resolved = Family.member(component)
        self.component = component
    }

    /// Whether the part is there.
    public var isResolved: Bool { resolved != nil }

    /// The part.
    ///
    /// - Throws: `LacunaError` where the choice is not resolved; `Catalog.resolve` makes one that is.
    public func member() throws(LacunaError) -> Family.Member {
        if let resolved { return resolved }
        let family = AnyComponentFamily(Family.self).words
        if let component { throw LacunaError(.configuration, "\(type(of: component)) is no \(family)") }
        throw LacunaError(
            .configuration,
            "the \(family) \(SentenceText.quoted(name)) is only a name so far; let a catalog resolve it before it is used"
        )
    }

    /// The choice as a configuration: the name where no keys were given, else an object.
    public var configuration: ConfigurationValue {
        if component == nil, keys.entries?.isEmpty ?? true { return .string(name) }
        return Choice.object(name, keys)
    }

    private static func object(_ name: String, _ keys: ConfigurationValue) -> ConfigurationValue {
        .object([ConfigurationEntry(ConfigurationValue.typeKey, .string(name))] + (keys.entries ?? []))
    }
}

extension Choice: Equatable {
    /// Whether name and keys are the same.
    public static func == (a: Choice, b: Choice) -> Bool { a.name == b.name && a.keys == b.keys }
}

extension Choice: ExpressibleByStringLiteral {
    /// A choice by name, which is not resolved.
    public init(stringLiteral name: String) { self.init(named: name) }
}

extension Choice: ConfigurationPlaceholder {
    static var placeholder: Choice { Choice(named: "") }
}

extension Choice: Codable {
    /// Reads a choice. From a configuration it comes resolved; from any other format as a name with keys.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? ConfigurationDecoder, decoder.state.resolvesChoices {
            self = try Choice(at: decoder.node, decoder.state)
            return
        }
        let value = try ConfigurationValue(from: decoder)
        guard let name = value.partName else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected the name of a part, or an object with type"))
        }
        self.init(named: name, keys: Choice.keys(of: value))
    }

    /// Writes the choice.
    public func encode(to encoder: any Encoder) throws {
        guard let encoder = encoder as? ConfigurationEncoder, let catalog = encoder.expansion else {
            return try configuration.encode(to: encoder)
        }
        let component: any Component
        if let present = self.component {
            component = present
        } else {
            guard let made = try catalog.resolve(self).component else { return }
            component = made
        }
        let keys = try ConfigurationEncoder.encode(component, expanding: catalog)
        encoder.node.content = .leaf(Choice.object(type(of: component).name, keys))
    }

    private static func keys(of value: ConfigurationValue?) -> ConfigurationValue {
        let entries = (value?.entries ?? []).filter { $0.key != ConfigurationValue.typeKey }
        return ConfigurationValue(.object(entries), position: value?.position)
    }

    /// Makes the part that a configuration names, over the defaults of the part and of the choice.
    private init(at node: ConfigurationNode, _ state: ConfigurationDecodingState) throws {
        let family = AnyComponentFamily(Family.self)
        let preset = node.fallback?.partName.flatMap { try? state.catalog.component(named: $0, in: family) }
        let chosen = try Choice.chosen(at: node, preset, family, state.catalog)
        var defaults = try chosen.usableDefaults()
        // The keys of the default belong to its part; another part has its own.
        if let preset, preset.name == chosen.name { defaults = defaults.merging(Choice.keys(of: node.fallback)) }
        let inner = ConfigurationNode(
            given: node.given.map { Choice.keys(of: $0) }, fallback: defaults, path: node.path)
        self.init(try state.section(chosen.type, at: inner))
    }

    private static func chosen(
        at node: ConfigurationNode, _ preset: ComponentDescriptor?, _ family: AnyComponentFamily, _ catalog: Catalog
    ) throws -> ComponentDescriptor {
        let value = node.value
        let namer = value.entries == nil ? value : value[ConfigurationValue.typeKey]
        if namer == nil, let preset { return preset }
        let position = node.given == nil ? nil : namer?.position ?? node.given?.position
        guard let namer else {
            let names = Suggestion.list(catalog.components(in: family).map(\.name))
            throw ConfigurationRefusal(node, "must name a \(family.words) by the key type; known: \(names)")
        }
        guard let name = namer.stringValue else {
            if value.entries == nil {
                throw ConfigurationRefusal(
                    node,
                    "must be the name of a \(family.words), or an object with that name at type, not "
                        + namer.inSentence)
            }
            var place = node
            place.path = node.path.appending(ConfigurationValue.typeKey)
            throw ConfigurationRefusal(
                place, "must be the name of a \(family.words), not \(namer.inSentence)", at: position)
        }
        do {
            return try catalog.component(named: name, in: family)
        } catch {
            throw ConfigurationRefusal(
                error.problems.map { sentence in
                    LocatedConfigurationProblem(
                        path: node.path, position: position ?? node.given?.position, message: sentence,
                        isSentence: true, isUnknownPart: true)
                })
        }
    }
}
