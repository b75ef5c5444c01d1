/// The keys of an object that is being written.
struct KeyedConfigurationWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ConfigurationEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func child(_ key: some CodingKey) -> ConfigurationEncoder {
        encoder.child(encoder.node.child(key.stringValue), key)
    }

    // An absent value is written too, so that its key is known.
    private func optional(_ value: (some Encodable)?, _ key: Key) throws {
        if let value { try child(key).write(value) } else { encodeNil(forKey: key) }
    }

    func encodeNil(forKey key: Key) { child(key).node.content = .leaf(.null) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try child(key).write(value) }
    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws { try optional(value, key) }

    func encode(_ value: Bool, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: String, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Double, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Float, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Int, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Int8, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Int16, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Int32, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: Int64, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: UInt, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: UInt16, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: UInt32, forKey key: Key) throws { try child(key).write(value) }
    func encode(_ value: UInt64, forKey key: Key) throws { try child(key).write(value) }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { child(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { child(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { child(ConfigurationKey("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { child(key) }
}
