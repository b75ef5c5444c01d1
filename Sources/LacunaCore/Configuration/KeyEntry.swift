/// A key of a section or of a part, with everything that is known of it.
public struct KeyEntry: Sendable {
    /// The key.
    public let name: String
    /// What can stand there.
    public let form: KeyForm
    /// What holds where nothing is given; parts by name.
    public let fallback: ConfigurationValue
    /// What it means; `nil` where the section does not say.
    public let description: KeyDescription?

    /// What can stand there, in words: `a whole number between 1 and 10, or null`.
    public var values: String { form.words(in: description?.range) }

    /// The keys of a section or of a part, in their order.
    ///
    /// They are found by letting the section read its own defaults, so that nothing is stated twice.
    public static func entries(of section: any Configurable.Type) -> [KeyEntry] {
        func entries<Section: Configurable>(_ section: Section.Type) -> [KeyEntry] {
            guard let defaults = try? ConfigurationEncoder.encode(Section()) else { return [] }
            let asked = askedTypes(section, defaults: defaults)
            return (defaults.entries ?? []).map { entry in
                KeyEntry(
                    name: entry.key, form: asked[entry.key].map { KeyForm(of: $0) } ?? .anything, fallback: entry.value,
                    description: Section.keyDescriptions.first { $0.name == entry.key })
            }
        }
        return entries(section)
    }

    /// The type that a section asks for at each key.
    private static func askedTypes<Section: Configurable>(
        _ section: Section.Type, defaults: ConfigurationValue
    ) -> [String: Any.Type] {
        let state = ConfigurationDecodingState(catalog: Catalog())
        state.resolvesChoices = false
        let node = ConfigurationNode(given: nil, fallback: defaults, path: ConfigurationPath())
        let decoder = ConfigurationDecoder(state: state, node: node)
        // A section that refuses its own defaults has asked for some keys all the same.
        _ = try? Section(from: decoder)
        return decoder.asked.types
    }
}
