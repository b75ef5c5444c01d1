/// The elements of an array that is being read.
struct ListConfigurationReader: UnkeyedDecodingContainer {
    private let decoder: ConfigurationDecoder
    private let elements: [ConfigurationValue]
    private(set) var currentIndex = 0

    init(_ decoder: ConfigurationDecoder) throws {
        let node = decoder.node
        guard let elements = node.value.elements else {
            throw ConfigurationRefusal(node, "must be an array, not \(node.value.inSentence)")
        }
        self.decoder = decoder
        self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> ConfigurationNode {
        guard !isAtEnd else {
            throw ConfigurationRefusal(decoder.node, "must have more than \(elements.count) elements")
        }
        let element = elements[currentIndex]
        let path = decoder.node.path.appending(currentIndex)
        currentIndex += 1
        return decoder.node.given == nil
            ? ConfigurationNode(given: nil, fallback: element, path: path)
            : ConfigurationNode(given: element, fallback: nil, path: path)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.state.recovering(type, at: next())
    }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try decode() }
    mutating func decode(_ type: String.Type) throws -> String { try decode() }
    mutating func decode(_ type: Double.Type) throws -> Double { try decode() }
    mutating func decode(_ type: Float.Type) throws -> Float { try decode() }
    mutating func decode(_ type: Int.Type) throws -> Int { try decode() }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try decode() }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try decode() }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try decode() }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try decode() }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try decode() }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try decode() }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try decode() }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try decode() }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try decode() }
    private mutating func decode<Value: Decodable>() throws -> Value { try decode(Value.self) }

    private mutating func nested() throws -> ConfigurationDecoder {
        ConfigurationDecoder(state: decoder.state, node: try next())
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try nested().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try nested().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try nested() }
}

/// A value that is being read as itself.
///
/// What is refused is thrown and not noted, so that a type may try one form after another.
struct SingleConfigurationReader: SingleValueDecodingContainer {
    let decoder: ConfigurationDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.node.value.isNull }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.state.transaction { try decoder.state.strictly(type, at: decoder.node) }
    }
    func decode(_ type: Bool.Type) throws -> Bool { try decode() }
    func decode(_ type: String.Type) throws -> String { try decode() }
    func decode(_ type: Double.Type) throws -> Double { try decode() }
    func decode(_ type: Float.Type) throws -> Float { try decode() }
    func decode(_ type: Int.Type) throws -> Int { try decode() }
    func decode(_ type: Int8.Type) throws -> Int8 { try decode() }
    func decode(_ type: Int16.Type) throws -> Int16 { try decode() }
    func decode(_ type: Int32.Type) throws -> Int32 { try decode() }
    func decode(_ type: Int64.Type) throws -> Int64 { try decode() }
    func decode(_ type: UInt.Type) throws -> UInt { try decode() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decode() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decode() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decode() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decode() }
    private func decode<Value: Decodable>() throws -> Value { try decode(Value.self) }
}
