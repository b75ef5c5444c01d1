/// The elements of an array that is being written.
struct ListConfigurationWriter: UnkeyedEncodingContainer {
    let encoder: ConfigurationEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { if case .array(let nodes) = encoder.node.content { nodes.count } else { 0 } }

    private func next() -> ConfigurationEncoder {
        let key = ConfigurationKey(intValue: count)
        return encoder.child(encoder.node.append(), key)
    }

    func encodeNil() { next().node.content = .leaf(.null) }
    func encode(_ value: some Encodable) throws { try next().write(value) }
    func encode(_ value: Bool) throws { try next().write(value) }
    func encode(_ value: String) throws { try next().write(value) }
    func encode(_ value: Double) throws { try next().write(value) }
    func encode(_ value: Float) throws { try next().write(value) }
    func encode(_ value: Int) throws { try next().write(value) }
    func encode(_ value: Int8) throws { try next().write(value) }
    func encode(_ value: Int16) throws { try next().write(value) }
    func encode(_ value: Int32) throws { try next().write(value) }
    func encode(_ value: Int64) throws { try next().write(value) }
    func encode(_ value: UInt) throws { try next().write(value) }
    func encode(_ value: UInt8) throws { try next().write(value) }
    func encode(_ value: UInt16) throws { try next().write(value) }
    func encode(_ value: UInt32) throws { try next().write(value) }
    func encode(_ value: UInt64) throws { try next().write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    func superEncoder() -> any Encoder { next() }
}

/// A value that is being written as itself.
struct SingleConfigurationWriter: SingleValueEncodingContainer {
    let encoder: ConfigurationEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil() { encoder.node.content = .leaf(.null) }
    func encode(_ value: some Encodable) throws { try encoder.write(value) }
    func encode(_ value: Bool) throws { try encoder.write(value) }
    func encode(_ value: String) throws { try encoder.write(value) }
    func encode(_ value: Double) throws { try encoder.write(value) }
    func encode(_ value: Float) throws { try encoder.write(value) }
    func encode(_ value: Int) throws { try encoder.write(value) }
    func encode(_ value: Int8) throws { try encoder.write(value) }
    func encode(_ value: Int16) throws { try encoder.write(value) }
    func encode(_ value: Int32) throws { try encoder.write(value) }
    func encode(_ value: Int64) throws { try encoder.write(value) }
    func encode(_ value: UInt) throws { try encoder.write(value) }
    func encode(_ value: UInt8) throws { try encoder.write(value) }
    func encode(_ value: UInt16) throws { try encoder.write(value) }
    func encode(_ value: UInt32) throws { try encoder.write(value) }
    func encode(_ value: UInt64) throws { try encoder.write(value) }
}
