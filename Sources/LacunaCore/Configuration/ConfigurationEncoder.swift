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
    static func parts(in value: some Encodable) throws -> [any Component] {
        let found = FoundParts()
        try ConfigurationEncoder(node: EncodedNode(), expansion: nil, codingPath: [], found: found).write(value)
        return found.parts
    }

    /// Writes a value into the node.
    func write(_ value: some Encodable) throws {
        if let found, let part = (value as? any ChosenPart)?.part {
            found.parts.append(part)
            found.parts += try Self.parts(in: part)
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
    var parts: [any Component] = []
}

/// What choices of parts are recognised by.
protocol ChosenPart {
    /// The part, where the choice is resolved.
    var part: (any Component)? { get }
}
extension Choice: ChosenPart {
    var part: (any Component)? { (try? member()) as? any Component }
}

/// What dictionaries are recognised by.
protocol DictionaryMark {}
extension Dictionary: DictionaryMark {}
