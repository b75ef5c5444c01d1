import LacunaCore

/// A JSON Schema (draft 2020-12) of configurations, made of what sections and parts say of their keys.
///
/// Names of parts are those of the catalog in their own spelling, though a configuration may differ in case. A part
/// without `type` keeps the one that lies below it, which a schema does not know: there the keys of all parts of the
/// family are good.
struct ConfigurationSchema {
    private typealias Members = [(key: String, value: JSONText)]

    private let catalog: Catalog
    /// Definitions by their names, in the order in which they were asked for first.
    private var definitions: [(key: String, value: JSONText)] = []
    private var names: [AnySection: String] = [:]

    /// The schema of configurations whose parts a catalog knows.
    static func json(_ catalog: Catalog) -> JSONText {
        var schema = ConfigurationSchema(catalog: catalog)
        let name: JSONText = ["type": "string", "description": "where the schema of this file is; for editors alone"]
        let keys = [(Configuration.schemaKey, name)] + schema.properties(AnySection(Configuration.self).keys)
        return .object(
            [
                ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", "Lacuna configuration"),
                ("type", "object"), ("properties", .object(keys)), ("additionalProperties", false),
                ("$defs", .object(schema.definitions)),
            ])
    }

    private init(catalog: Catalog) { self.catalog = catalog }

    // MARK: Keys

    private mutating func properties(_ keys: [KeyEntry]) -> Members { keys.map { ($0.name, .object(members($0))) } }

    /// The schema of one key: its form, its meaning and its default.
    private mutating func members(_ key: KeyEntry) -> Members {
        var members = members(key.form, in: key.description?.range)
        if let description = key.description { members.append(("description", .string(description.summary))) }
        if key.fallback.numberValue?.isFinite != false { members.append(("default", JSONText(key.fallback))) }
        return members
    }

    private mutating func members(_ form: KeyForm, in range: NumberRange?) -> Members {
        switch form {
        case .boolean: [("type", "boolean")]
        case .wholeNumber: [("type", "integer")] + (range.map(JSONText.bounds) ?? [])
        case .number: [("type", "number")] + (range.map(JSONText.bounds) ?? [])
        case .text: [("type", "string")]
        case .option(let names): [("enum", .strings(names))]
        case .list(let element): [("type", "array"), ("items", .object(members(element, in: range)))]
        case .map(let value): [("type", "object"), ("additionalProperties", .object(members(value, in: range)))]
        case .part(let family): [reference(to: family)]
        case .section(let section): [reference(to: section)]
        case .optional(let form): [("anyOf", [.object(members(form, in: range)), ["type": "null"]])]
        case .anything: []
        }
    }

    // MARK: Definitions

    private static func reference(_ name: String) -> (key: String, value: JSONText) {
        ("$ref", .string("#/$defs/\(name)"))
    }

    /// Makes a definition, unless it is there already; its place is taken before, so that it may refer to itself.
    private mutating func define(_ name: String, _ members: (inout ConfigurationSchema) -> Members) {
        guard !definitions.contains(where: { $0.key == name }) else { return }
        let place = definitions.count
        definitions.append((name, .null))
        let value = JSONText.object(members(&self))
        definitions[place].value = value
    }

    private mutating func reference(to section: AnySection) -> (key: String, value: JSONText) {
        let plain = "\(section.type)"
        let taken = names.values.filter { $0 == plain || $0.hasPrefix(plain + ".") }.count
        let name = names[section] ?? (taken == 0 ? plain : "\(plain).\(taken + 1)")
        names[section] = name
        define(name) { schema in
            [
                ("type", "object"), ("properties", .object(schema.properties(section.keys))),
                ("additionalProperties", false),
            ]
        }
        return Self.reference(name)
    }

    private mutating func reference(to family: AnyComponentFamily) -> (key: String, value: JSONText) {
        let components = catalog.components(in: family)
        define(family.name) { schema in
            let parts = components.map { component -> JSONText in
                let name = "\(family.name).\(component.name)"
                schema.define(name) { schema in schema.part(component) }
                return .object([Self.reference(name)])
            }
            schema.define("\(family.name).keys") { schema in schema.keysOfAll(components) }
            let names = components.flatMap { [$0.name] + $0.aliases }
            return [
                (
                    "anyOf",
                    .array([["enum": .strings(names)]] + parts + [.object([Self.reference("\(family.name).keys")])])
                )
            ]
        }
        return Self.reference(family.name)
    }

    /// A part that is named, with its keys.
    private mutating func part(_ component: ComponentDescriptor) -> Members {
        let names = [component.name] + component.aliases
        let type: JSONText = names.count == 1 ? ["const": .string(component.name)] : ["enum": .strings(names)]
        return [
            ("description", .string(component.summary)), ("type", "object"),
            ("properties", .object([("type", type)] + properties(component.keys))), ("required", ["type"]),
            ("additionalProperties", false),
        ]
    }

    /// The keys of all parts of a family, for an object that names none.
    private mutating func keysOfAll(_ components: [ComponentDescriptor]) -> Members {
        var names: [String] = []
        var forms: [String: [JSONText]] = [:]
        for key in components.flatMap(\.keys) {
            if forms[key.name] == nil { names.append(key.name) }
            let form = JSONText.object(members(key.form, in: key.description?.range))
            if forms[key.name]?.contains(form) != true { forms[key.name, default: []].append(form) }
        }
        let properties = names.map { name in
            let choices = forms[name] ?? []
            return (key: name, value: choices.count == 1 ? choices[0] : JSONText.object([("anyOf", .array(choices))]))
        }
        return [("type", "object"), ("properties", .object(properties)), ("additionalProperties", false)]
    }
}
