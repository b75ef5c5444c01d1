import LacunaCore

/// Parts and their families as text and as JSON.
enum ComponentText {
    // MARK: Families

    /// The heading of a family and a line for each of its parts.
    static func text(_ family: AnyComponentFamily, _ components: [ComponentDescriptor]) -> String {
        var table = TextTable([])
        for component in components {
            let aliases = component.aliases.isEmpty ? "" : " (also \(component.aliases.joined(separator: ", ")))"
            table.add([component.name, component.summary + aliases])
        }
        return "\(family.title) (\(family.name))\n" + table.render(indentation: 2)
    }

    /// A family and its parts.
    static func json(_ family: AnyComponentFamily, _ components: [ComponentDescriptor]) -> JSONText {
        [
            "family": .string(family.name), "title": .string(family.title),
            "components": .array(
                components.map { component in
                    [
                        "name": .string(component.name), "aliases": .strings(component.aliases),
                        "summary": .string(component.summary),
                    ]
                }),
        ]
    }

    // MARK: One part

    /// What is known of a part: summary, aliases, keys with default, values and meaning, references.
    static func text(_ component: ComponentDescriptor, family: AnyComponentFamily) -> String {
        var lines = ["\(component.name) (\(family.name))", "", component.summary]
        if !component.aliases.isEmpty { lines.append("Also named \(component.aliases.joined(separator: ", ")).") }
        if let method = component.type as? any Method.Type {
            lines += ["", "Preset:"] + method.preset.split(separator: "\n").map { "  " + $0 }
        }
        let keys = component.keys
        if !keys.isEmpty {
            var table = TextTable("key", "default", "values", "meaning")
            for key in keys {
                table.add([key.name, shortened(key.fallback), key.values, key.description?.summary ?? ""])
            }
            lines += ["", "Keys:", String(table.render(indentation: 2).dropLast())]
        }
        if !component.references.isEmpty {
            lines += ["", "References:"] + component.references.map { "  " + $0.text }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A default on one line; of a part with keys of its own only the name.
    private static func shortened(_ value: ConfigurationValue) -> String {
        guard let name = value["type"]?.stringValue else { return value.rendered(pretty: false) }
        return "\(name), with keys"
    }

    /// What is known of a part.
    static func json(_ component: ComponentDescriptor, family: AnyComponentFamily) -> JSONText {
        [
            "family": .string(family.name),
            "name": .string(component.name),
            "aliases": .strings(component.aliases),
            "summary": .string(component.summary),
            "keys": .object(component.keys.map { ($0.name, json($0)) }),
            "preset": (component.type as? any Method.Type).map { .string($0.preset) } ?? .null,
            "references": .array(
                component.references.map { reference in
                    [
                        "title": .string(reference.title), "authors": .strings(reference.authors),
                        "year": .integer(reference.year), "venue": .string(reference.venue),
                        "identifier": reference.identifier.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }

    /// What is known of a key; bounds by the names of JSON Schema.
    private static func json(_ key: KeyEntry) -> JSONText {
        .object(
            [
                ("default", JSONText(key.fallback)), ("values", .string(key.values)),
                ("meaning", key.description.map { .string($0.summary) } ?? .null),
            ] + (key.description?.range.map(JSONText.bounds) ?? []))
    }
}
