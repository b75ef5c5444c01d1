/// The keys of an object that is being read.
struct KeyedConfigurationReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let decoder: ConfigurationDecoder
    private let given: [String: ConfigurationValue]
    private let fallback: [String: ConfigurationValue]

    init(_ decoder: ConfigurationDecoder) throws {
        self.decoder = decoder
        let node = decoder.node
        if let value = node.given, value.entries == nil {
            throw ConfigurationRefusal(node, "must be an object, not \(value.inSentence)")
        }
        given = KeyedConfigurationReader.index(node.given)
        fallback = KeyedConfigurationReader.index(node.fallback)
        if node.given == nil, node.fallback?.entries == nil {
            throw ConfigurationRefusal(node, "must be an object, not \(node.value.inSentence)")
        }
        decoder.asked.everything = decoder.asked.everything ?? []
    }

    private static func index(_ value: ConfigurationValue?) -> [String: ConfigurationValue] {
        Dictionary((value?.entries ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] {
        // In the order in which they were written, the defaults' after them.
        let present = (decoder.node.given?.entries ?? []).map(\.key)
        let more = (decoder.node.fallback?.entries ?? []).map(\.key).filter { given[$0] == nil }
        return (present + more).compactMap { Key(stringValue: $0) }
    }

    private func child(_ key: some CodingKey) -> ConfigurationNode {
        let name = key.stringValue
        decoder.asked.everything?.insert(name)
        return ConfigurationNode(
            given: given[name], fallback: fallback[name], path: decoder.node.path.appending(name))
    }

    /// The value of a key; the type as which it is asked for is noted.
    private func child(_ key: some CodingKey, as type: Any.Type) -> ConfigurationNode {
        decoder.asked.types[key.stringValue] = type
        return child(key)
    }

    func contains(_ key: Key) -> Bool {
        let node = child(key)
        return node.given != nil || node.fallback != nil
    }

    func decodeNil(forKey key: Key) -> Bool { child(key).value.isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let node = child(key, as: type)
        guard node.given != nil || node.fallback != nil else {
            throw ConfigurationRefusal(node, "is missing", at: decoder.node.given?.position)
        }
        return try decoder.state.recovering(type, at: node)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        let node = child(key, as: Value?.self)
        guard !node.value.isNull else { return nil }
        // Read as an optional, so that nothing stands in for a value that is refused.
        return try decoder.state.recovering(Value?.self, at: node)
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decode(forKey: key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decode(forKey: key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decode(forKey: key) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decode(forKey: key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decode(forKey: key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decode(forKey: key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decode(forKey: key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decode(forKey: key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decode(forKey: key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decode(forKey: key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decode(forKey: key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decode(forKey: key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decode(forKey: key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decode(forKey: key) }
    private func decode<Value: Decodable>(forKey key: Key) throws -> Value { try decode(Value.self, forKey: key) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try present(key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try present(key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try present(key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try present(key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try present(key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try present(key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try present(key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try present(key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try present(key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try present(key) }
    private func present<Value: Decodable>(_ key: Key) throws -> Value? { try decodeIfPresent(Value.self, forKey: key) }

    private func nested(_ key: some CodingKey) -> ConfigurationDecoder {
        ConfigurationDecoder(state: decoder.state, node: child(key))
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try nested(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { nested(ConfigurationKey("super")) }
    func superDecoder(forKey key: Key) -> any Decoder { nested(key) }
}
