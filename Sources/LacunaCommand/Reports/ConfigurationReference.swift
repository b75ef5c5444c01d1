import LacunaCore

/// The page *Configuration reference*: every key and every part, as Markdown that DocC reads.
struct ConfigurationReference {
    private let catalog: Catalog
    private var blocks: [String] = []
    /// The keys of sections that name a part of a family.
    private var places: [AnyComponentFamily: [String]] = [:]

    /// The page of configurations whose parts a catalog knows.
    static func text(_ catalog: Catalog) -> String {
        var page = ConfigurationReference(catalog: catalog)
        page.write()
        return page.blocks.map { $0 + "\n" }.joined(separator: "\n")
    }

    private init(catalog: Catalog) { self.catalog = catalog }

    private mutating func write() {
        blocks = [
            "# Configuration reference", "Every key of a configuration, and every part that it can name.",
            "## Overview",
            """
            A configuration is JSON5. Every key may be left out. A part is its name, or an object with the name at `type` and \
            keys of the part, as in `{ type: "adam", learningRate: 0.01 }`; each family of parts has a heading below.

            `lacuna config show` writes out everything that holds. This page is printed by `lacuna config reference`, from \
            what the parts say of themselves.

            `lacuna config schema > lacuna.schema.json` writes a JSON Schema. A configuration that names it, relative to \
            itself, is completed and checked by editors that know JSON Schema as it is typed; Lacuna passes the key over:

            ```json5
            { "$schema": "./lacuna.schema.json", version: 1, method: "miwae" }
            ```
            """,
            "## Keys",
        ]
        section(AnySection(Configuration.self), at: "")
        for family in catalog.families {
            let keys = (places[family] ?? []).map { "`\($0)`" }.joined(separator: ", ")
            blocks += ["## \(family.title)", "The family `\(family.name)`\(keys.isEmpty ? "" : ", named at " + keys)."]
            for component in catalog.components(in: family) { part(component) }
        }
    }

    // MARK: Sections

    /// The keys of a section, and after them those of the sections inside it.
    private mutating func section(_ section: AnySection, at path: String) {
        if !path.isEmpty { blocks.append("### \(path)") }
        let keys = section.keys
        blocks.append(Self.table(keys))
        for key in keys {
            let place = path.isEmpty ? key.name : "\(path).\(key.name)"
            switch key.form {
            case .section(let inner): self.section(inner, at: place)
            case .part(let family): places[family, default: []].append(place)
            default: continue
            }
        }
    }

    /// A row for each key.
    private static func table(_ keys: [KeyEntry]) -> String {
        let rows = keys.map { key in
            var fallback = "`\(key.fallback.rendered(pretty: false))`"
            if case .section = key.form { fallback = "" }
            return [
                "`\(key.name)`", fallback, Self.values(key.form, in: key.description?.range),
                cell(key.description?.summary ?? ""),
            ]
        }
        return ([["Key", "Default", "Values", "Meaning"], ["---", "---", "---", "---"]] + rows)
            .map { "| \($0.map { $0.isEmpty ? " " : $0 }.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    /// What can stand at a key, options as code.
    private static func values(_ form: KeyForm, in range: NumberRange?) -> String {
        switch form {
        case .option(let names): names.map { "`\($0)`" }.joined(separator: ", ")
        case .optional(let form): "\(values(form, in: range)), or `null`"
        default: cell(form.words(in: range))
        }
    }

    /// A text in which nothing ends a cell or begins markup.
    private static func cell(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            if "|*<\\".contains(letter) { result.append("\\") }
            result.append(letter)
        }
    }

    // MARK: Parts

    private mutating func part(_ component: ComponentDescriptor) {
        blocks += ["### \(component.name)", Self.sentence(component.summary)]
        if !component.aliases.isEmpty {
            blocks.append("Also named \(component.aliases.map { "`\($0)`" }.joined(separator: ", ")).")
        }
        if let method = component.type as? any Method.Type {
            blocks.append("```json5\n\(method.preset)\n```")
        }
        let keys = component.keys
        if !keys.isEmpty { blocks.append(Self.table(keys)) }
        if !component.references.isEmpty {
            blocks.append(component.references.map { "- " + Self.cell($0.text) }.joined(separator: "\n"))
        }
    }

    /// A summary as a paragraph.
    private static func sentence(_ summary: String) -> String {
        let text = summary.prefix(1).uppercased() + summary.dropFirst()
        return cell(text) + (text.hasSuffix(".") ? "" : ".")
    }
}
