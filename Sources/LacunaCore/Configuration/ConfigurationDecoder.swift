/// A value that is being read: what the user wrote, and what holds where they wrote nothing.
struct ConfigurationNode {
    var given: ConfigurationValue?
    var fallback: ConfigurationValue?
    var path: ConfigurationPath

    /// What holds.
    var value: ConfigurationValue { given ?? fallback ?? .null }
}

/// Reads a value from a configuration tree laid over its defaults.
struct ConfigurationDecoder: Decoder {
    /// The keys that the type asked for.
    final class AskedKeys {
        /// Their names; `nil` as long as it did not ask for an object.
        var everything: Set<String>?
        /// The types as which it asked for them.
        var types: [String: Any.Type] = [:]
    }

    let state: ConfigurationDecodingState
    let node: ConfigurationNode
    let asked = AskedKeys()
    let userInfo: [CodingUserInfoKey: Any] = [:]

    var codingPath: [any CodingKey] {
        node.path.elements.map { element in
            switch element {
            case .key(let key): ConfigurationKey(key)
            case .index(let index): ConfigurationKey(intValue: index)
            }
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try KeyedConfigurationReader(self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ListConfigurationReader(self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleConfigurationReader(decoder: self) }
}
