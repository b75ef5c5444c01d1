import LacunaCore

/// Checks values by a JSON Schema, as far as `lacuna config schema` goes: any other keyword is a problem of the schema.
struct SchemaValidator {
    let root: ConfigurationValue

    /// What is wrong with a value, each with its path; empty where the schema accepts it.
    func problems(_ value: ConfigurationValue) -> [String] { problems(value, root, "") }

    /// What is wrong with a value by a definition of the schema.
    func problems(_ value: ConfigurationValue, definition: String) -> [String] {
        guard let schema = root["$defs"]?[definition] else { return ["there is no definition \(definition)"] }
        return problems(value, schema, "")
    }

    private func problems(_ value: ConfigurationValue, _ schema: ConfigurationValue, _ path: String) -> [String] {
        (schema.entries ?? []).flatMap { entry in keyword(entry.key, entry.value, value, schema, path) }
    }

    private func keyword(
        _ keyword: String, _ argument: ConfigurationValue, _ value: ConfigurationValue, _ schema: ConfigurationValue,
        _ path: String
    ) -> [String] {
        let shown = value.rendered(pretty: false)
        func require(_ holds: Bool, _ demand: String) -> [String] { holds ? [] : ["\(path): \(shown) \(demand)"] }
        /// A bound says nothing of what is no number.
        func bound(_ holds: (Double, Double) -> Bool) -> [String] {
            guard let number = value.numberValue, let limit = argument.numberValue else { return [] }
            return require(holds(number, limit), "\(keyword) \(limit)")
        }
        switch keyword {
        case "description", "default", "title", "$schema", "$defs": return []
        case "$ref":
            let name = String((argument.stringValue ?? "").dropFirst("#/$defs/".count))
            guard let target = root["$defs"]?[name] else { return ["\(path): no definition \(name)"] }
            return problems(value, target, path)
        case "type": return require(Self.isOf(argument.stringValue ?? "", value), "is no \(argument.stringValue ?? "")")
        case "const": return require(value == argument, "is not \(argument.rendered(pretty: false))")
        case "enum": return require(argument.elements?.contains(value) == true, "is not among the names")
        case "anyOf":
            let found = (argument.elements ?? []).map { problems(value, $0, path) }
            return found.contains(where: \.isEmpty) ? [] : ["\(path): \(shown) is none of \(found.count) forms"]
        case "properties":
            return (value.entries ?? []).flatMap { entry in
                argument[entry.key].map { problems(entry.value, $0, "\(path).\(entry.key)") } ?? []
            }
        case "additionalProperties":
            let more = (value.entries ?? []).filter { schema["properties"]?[$0.key] == nil }
            return more.flatMap { entry in
                argument.booleanValue == false
                    ? ["\(path): unknown key \(entry.key)"] : problems(entry.value, argument, "\(path).\(entry.key)")
            }
        case "required":
            return (argument.elements ?? []).flatMap { key in
                value.entries == nil ? [] : require(value[key.stringValue ?? ""] != nil, "lacks \(key)")
            }
        case "items": return (value.elements ?? []).flatMap { problems($0, argument, path + "[]") }
        case "minimum": return bound { $0 >= $1 }
        case "maximum": return bound { $0 <= $1 }
        case "exclusiveMinimum": return bound { $0 > $1 }
        case "exclusiveMaximum": return bound { $0 < $1 }
        default: return ["\(path): the schema has the keyword \(keyword), which this validator does not know"]
        }
    }

    private static func isOf(_ type: String, _ value: ConfigurationValue) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.booleanValue != nil
        case "integer": value.integerValue != nil
        case "number": value.numberValue != nil
        case "string": value.stringValue != nil
        case "array": value.elements != nil
        case "object": value.entries != nil
        default: false
        }
    }
}
