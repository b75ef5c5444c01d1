extension ConfigurationValue: Codable {
    /// Reads a tree, from any format that describes itself.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? ConfigurationDecoder {
            self = decoder.node.value
        } else if let container = try? decoder.container(keyedBy: ConfigurationKey.self) {
            self = .object(
                try container.allKeys.map {
                    ConfigurationEntry($0.stringValue, try container.decode(ConfigurationValue.self, forKey: $0))
                })
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [ConfigurationValue] = []
            while !container.isAtEnd { elements.append(try container.decode(ConfigurationValue.self)) }
            self = .array(elements)
        } else {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else {
                self = .string(try container.decode(String.self))
            }
        }
    }

    /// Writes the tree, in any format; positions are left out.
    public func encode(to encoder: any Encoder) throws {
        if let encoder = encoder as? ConfigurationEncoder {
            encoder.node.content = .leaf(self)
            return
        }
        switch kind {
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .object(let entries):
            var container = encoder.container(keyedBy: ConfigurationKey.self)
            for entry in entries { try container.encode(entry.value, forKey: ConfigurationKey(entry.key)) }
        default:
            var container = encoder.singleValueContainer()
            switch kind {
            case .boolean(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .number(_, let value):
                if let whole = integerValue { try container.encode(whole) } else { try container.encode(value) }
            default: try container.encodeNil()
            }
        }
    }
}
