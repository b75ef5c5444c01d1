/// Turns a value into a configuration tree: keys in their order, optionals without a value as `null`.
struct ConfigurationEncoder: Encoder {
    let node: EncodedNode
    /// The catalog with which chosen parts are written out with all their keys; `nil` leaves names as names.
    let expansion: Catalog?
    let codingPath: [any CodingKey]
    /// Where chosen parts are noted; `nil` where nobody asks.
    var found: FoundParts?
    let userInfo: [CodingUserInfoKey: Any] = [:]

    /// The tree of a value.
    static func encode(_ value: some Encodable, expanding catalog: Catalog? = nil) throws -> ConfigurationValue {
        let root = ConfigurationEncoder(node: EncodedNode(), expansion: catalog, codingPath: [])
        try root.write(value)
        return root.node.value
    }

    /// The parts that a value chooses, each before those that it chooses itself.
    static func parts(in value: some Encodable) throws -> [any Component] { try chosenParts(in: value).map(\.part) }

    /// The same with the family that each was chosen from.
    static func chosenParts(in value: some Encodable) throws -> [(family: AnyComponentFamily, part: any Component)] {
        let found = FoundParts()
        try ConfigurationEncoder(node: EncodedNode(), expansion: nil, codingPath: [], found: found).write(value)
        return found.parts
    }

    /// Writes a value into the node.
    func write(_ value: some Encodable) throws {
        if let found, let choice = value as? any ChosenPart, let part = choice.part {
            found.parts.append((choice.family, part))
            found.parts += try Self.chosenParts(in: part)
        }
        if let scalar = value as? any ConfigurationScalar {
            node.content = .leaf(scalar.configurationValue)
        } else {
            try value.encode(to: self)
            // The order of a dictionary changes from run to run.
            if value is any DictionaryMark { node.sortKeys() }
        }
    }

    /// An encoder of a part of the value.
    func child(_ node: EncodedNode, _ key: any CodingKey) -> ConfigurationEncoder {
        ConfigurationEncoder(node: node, expansion: expansion, codingPath: codingPath + [key], found: found)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(KeyedConfigurationWriter(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return ListConfigurationWriter(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleConfigurationWriter(encoder: self) }
}

/// The parts that an encoder has come by.
final class FoundParts {
    var parts: [(family: AnyComponentFamily, part: any Component)] = []
}

/// What choices of parts are recognised by.
protocol ChosenPart {
    /// The part, where the choice is resolved.
    var part: (any Component)? { get }
    /// What it is chosen from.
    var family: AnyComponentFamily { get }
}
extension Choice: ChosenPart {
    var part: (any Component)? { (try? member()) as? any Component }
    var family: AnyComponentFamily { AnyComponentFamily(Family.self) }
}

/// What dictionaries are recognised by.
protocol DictionaryMark {}
extension Dictionary: DictionaryMark {}
