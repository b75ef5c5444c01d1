/// A configuration read from text, with the preset of its method and overrides applied.
extension Configuration {
    /// Reads a configuration.
    ///
    /// Lowest first: the defaults, the preset of the method, the file, the overrides in their order. A text at `$schema`, by
    /// which editors find the schema of the file, is passed over. Plug-in libraries that the configuration lists are not
    /// loaded, and need not be there; the catalog has their parts (`Catalog.adding(pluginLibraries:)`), or they are unknown.
    ///
    /// - Parameters:
    ///   - text: JSON5, or `nil` for none.
    ///   - file: Its name in messages.
    ///   - method: A method named outside the file; it replaces the file's.
    ///   - overrides: Texts `path=value`.
    ///   - catalog: Where names are looked up.
    /// - Throws: `LacunaError` with every mistake found.
    public static func read(
        text: String? = nil, file: String = "configuration", method: String? = nil, overrides: [String] = [],
        catalog: Catalog
    ) throws(LacunaError) -> Configuration {
        let value = try written(text, file: file, method: method, overrides: overrides)
        let libraries = (value["plugins"]?.elements ?? []).compactMap(\.stringValue)
        let hint = """
            the configuration lists libraries of parts (\(Suggestion.list(libraries))), which are not loaded here; load them \
            into the catalog before: Catalog.adding(pluginLibraries:)
            """
        return try resolve(
            value, text == nil ? nil : file, catalog, after: [], whereUnknown: libraries.isEmpty ? nil : hint)
    }

    /// Reads a configuration whose parts come from libraries that are known otherwise than by its key `plugins`.
    ///
    /// - Parameter hint: What to do where the catalog lacks a part; the last sentence of the error.
    static func read(
        text: String, file: String, overrides: [String], catalog: Catalog, whereUnknown hint: String?
    ) throws(LacunaError) -> Configuration {
        let value = try written(text, file: file, method: nil, overrides: overrides)
        return try resolve(value, file, catalog, after: [], whereUnknown: hint)
    }

    /// Reads a configuration, and loads the plug-in libraries that it lists before names are looked up.
    ///
    /// - Parameters:
    ///   - text: JSON5, or `nil` for none.
    ///   - file: Its name in messages.
    ///   - method: A method named outside the file; it replaces the file's.
    ///   - overrides: Texts `path=value`.
    ///   - catalog: Where names are looked up; it gains the parts of the libraries.
    ///   - folder: What the paths of libraries in the text are relative to; `nil` for the working folder, to which those of
    ///     overrides are relative always.
    /// - Throws: `LacunaError` with every mistake found, libraries that cannot be loaded among them.
    public static func read(
        text: String?, file: String = "configuration", method: String? = nil, overrides: [String] = [],
        extending catalog: inout Catalog, folder: String?
    ) throws(LacunaError) -> Configuration {
        let value = try written(text, file: file, method: method, overrides: overrides)
        let problems = catalog.addPlugins(listedIn: value, folder: folder)
        return try resolve(value, text == nil ? nil : file, catalog, after: problems)
    }

    /// What the user wrote, without the preset of the method.
    private static func written(
        _ text: String?, file: String, method: String?, overrides: [String]
    ) throws(LacunaError) -> ConfigurationValue {
        var value = ConfigurationValue.object([])
        if let text { value = try JSON5Reader.read(text, file: file) }
        var problems: [String] = []
        var parsed: [ConfigurationOverride] = []
        for override in overrides {
            do {
                parsed.append(try ConfigurationOverride(parsing: override))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        if let method { value = value.merging(.object([ConfigurationEntry("method", .string(method))])) }
        return try value.applying(parsed)
    }

    private static func resolve(
        _ written: ConfigurationValue, _ file: String?, _ catalog: Catalog,
        after problems: [LocatedConfigurationProblem], whereUnknown hint: String? = nil
    ) throws(LacunaError) -> Configuration {
        var (value, problems) = (written, problems)
        if let schema = value.removeSchemaName(), schema.stringValue == nil {
            problems.append(
                LocatedConfigurationProblem(
                    path: ConfigurationPath().appending(schemaKey), position: schema.position,
                    message: "must be a text, not \(schema.inSentence)"))
        }
        // A method that cannot be found is reported by the decoding, with the other mistakes.
        if let name = Optional(methodName(in: value) ?? Configuration().method.name),
            let type = (try? catalog.type(named: name, in: Methods.self)) as? any Method.Type
        {
            value = try JSON5Reader.read(type.preset, file: "the preset of \(type.name)").merging(value)
        }
        let node = ConfigurationNode(given: value, fallback: nil, path: ConfigurationPath())
        return try ConfigurationDecoding.decode(
            Configuration.self, at: node, file, catalog, after: problems, whereUnknown: hint)
    }

    /// The key at which a file may name its JSON Schema.
    public static let schemaKey = "$schema"

    private static func methodName(in value: ConfigurationValue) -> String? {
        guard let method = value["method"] else { return nil }
        switch method.kind {
        case .string(let name): return name
        case .object:
            if case .string(let name)? = method["type"]?.kind { return name }
            return nil
        default: return nil
        }
    }
}

extension ConfigurationValue {
    /// Takes out what stands at `$schema`.
    fileprivate mutating func removeSchemaName() -> ConfigurationValue? {
        guard case .object(var entries) = kind,
            let index = entries.firstIndex(where: { $0.key == Configuration.schemaKey })
        else { return nil }
        let schema = entries.remove(at: index).value
        kind = .object(entries)
        return schema
    }
}
