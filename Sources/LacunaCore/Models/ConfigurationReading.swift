/// A configuration read from text, with the preset of its method and overrides applied.
extension Configuration {
    /// Reads a configuration.
    ///
    /// Lowest first: the defaults, the preset of the method, the file, the overrides in their order.
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
        value = try value.applying(parsed)
        // A method that cannot be found is reported by the decoding, with the other mistakes.
        if let name = Optional(methodName(in: value) ?? Configuration().method.name),
            let type = (try? catalog.type(named: name, in: Methods.self)) as? any Method.Type
        {
            value = try JSON5Reader.read(type.preset, file: "the preset of \(type.name)").merging(value)
        }
        return try ConfigurationDecoding.decode(
            Configuration.self, from: value, file: text == nil ? nil : file, catalog: catalog)
    }

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
