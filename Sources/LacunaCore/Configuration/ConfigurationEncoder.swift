/// Turns a value into a configuration tree: keys in their order, optionals without a value as `null`.
struct ConfigurationEncoder: Encoder {
    let node: EncodedNode
    /// The catalog with which chosen parts are written out with all their keys; `nil` leaves names as names.
    let expansion: Catalog?
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    /// The tree of a value.
    static func encode(_ value: some Encodable, expanding catalog: Catalog? = nil) throws -> ConfigurationValue {
        let root = ConfigurationEncoder(node: EncodedNode(), expansion: catalog, codingPath: [])
        try root.write(value)
        return root.node.value
    }

    /// Writes a value into the node.
    func write(_ value: some Encodable) throws {
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
        ConfigurationEncoder(node: node, expansion: expansion, codingPath: codingPath + [key])
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

/// What dictionaries are recognised by.
protocol DictionaryMark {}
extension Dictionary: DictionaryMark {}
