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

    /// What is known of a part: summary, aliases, keys with their defaults, references.
    static func text(_ component: ComponentDescriptor, family: AnyComponentFamily) -> String {
        var lines = ["\(component.name) (\(family.name))", "", component.summary]
        if !component.aliases.isEmpty { lines.append("Also named \(component.aliases.joined(separator: ", ")).") }
        if let method = component.type as? any Method.Type {
            lines += ["", "Preset:"] + method.preset.split(separator: "\n").map { "  " + $0 }
        }
        if let entries = component.defaults.entries, !entries.isEmpty {
            var table = TextTable([])
            for entry in entries { table.add([entry.key, entry.value.rendered(pretty: false)]) }
            lines += ["", "Keys and their defaults:", String(table.render(indentation: 2).dropLast())]
        }
        if !component.references.isEmpty {
            lines += ["", "References:"] + component.references.map { "  " + $0.text }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// What is known of a part.
    static func json(_ component: ComponentDescriptor, family: AnyComponentFamily) -> JSONText {
        [
            "family": .string(family.name),
            "name": .string(component.name),
            "aliases": .strings(component.aliases),
            "summary": .string(component.summary),
            "keys": .object((component.defaults.entries ?? []).map { ($0.key, json($0.value)) }),
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

    private static func json(_ value: ConfigurationValue) -> JSONText {
        switch value.kind {
        case .null: .null
        case .boolean(let truth): .bool(truth)
        case .number(_, let number): value.integerValue.map { .integer($0) } ?? .number(number)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(json))
        case .object(let entries): .object(entries.map { ($0.key, json($0.value)) })
        }
    }
}
