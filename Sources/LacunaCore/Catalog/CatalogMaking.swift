extension Catalog {
    /// The part that a choice names, with its keys.
    ///
    /// - Throws: `LacunaError` for an unknown name, or keys that cannot be used.
    public func make<Family: ComponentFamily>(_ choice: Choice<Family>) throws(LacunaError) -> Family.Member {
        try resolve(choice).member()
    }

    /// The part that a configuration says: `"name"` or `{ type: "name", … }`.
    ///
    /// - Parameters:
    ///   - value: What the user wrote.
    ///   - family: The family of the part.
    ///   - path: What sentences call the place of the value, such as `model.prior`.
    /// - Throws: One `LacunaError` with a sentence for each problem.
    public func make<Family: ComponentFamily>(
        from value: ConfigurationValue, family: Family.Type, path: String
    ) throws(LacunaError) -> Family.Member {
        let node = ConfigurationNode(given: value, fallback: nil, path: Catalog.path(path))
        return try ConfigurationDecoding.decode(Choice<Family>.self, at: node, nil, self).member()
    }

    /// A choice with its part, and the parts inside it, made.
    ///
    /// - Throws: `LacunaError` for an unknown name, or keys that cannot be used.
    public func resolve<Family: ComponentFamily>(_ choice: Choice<Family>) throws(LacunaError) -> Choice<Family> {
        let node = ConfigurationNode(given: choice.configuration, fallback: nil, path: Catalog.path(Family.name))
        return try ConfigurationDecoding.decode(Choice<Family>.self, at: node, nil, including(partsOf: choice))
    }

    /// A value with all parts inside it made, as for one that was put together in code.
    ///
    /// - Throws: `LacunaError` for an unknown name, or keys that cannot be used.
    public func resolve<Section: Configurable>(_ value: Section) throws(LacunaError) -> Section {
        let catalog = try including(partsOf: value)
        return try ConfigurationDecoding.decode(
            Section.self, from: ConfigurationDecoding.effective(value, catalog: catalog), file: nil, catalog: catalog)
    }

    /// This catalog and the parts of a value that are registered nowhere, since they were made in code.
    ///
    /// - Throws: `LacunaError` where such a part has the name of another one of its family: written out, it would be read as
    ///   that one.
    public func including(partsOf value: some Encodable) throws(LacunaError) -> Catalog {
        var extended = self
        var problems: [String] = []
        // A value that cannot be written is refused where it is resolved.
        for (family, part) in (try? ConfigurationEncoder.chosenParts(in: value)) ?? [] {
            let own = Swift.type(of: part)
            let known = extended.components(in: family).map { ObjectIdentifier($0.type) }
            guard !known.contains(ObjectIdentifier(own)) else { continue }
            let names = [own.name] + own.aliases
            let others = names.compactMap { name in
                (try? extended.component(named: name, in: family)).map { (name, $0) }
            }
            do {
                if let (name, other) = others.first {
                    throw LacunaError(
                        .configuration,
                        "\(own) is named \(SentenceText.quoted(name)), but that \(family.words) is \(other.type); give it a "
                            + "name of its own")
                }
                try extended.add(own, to: family.type)
            } catch {
                let sentences = (error as? LacunaError)?.problems ?? ["\(own) cannot be used: \(error)"]
                problems += sentences.filter { !problems.contains($0) }
            }
        }
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        return extended
    }

    private static func path(_ text: String) -> ConfigurationPath {
        (try? ConfigurationPath(parsing: text)) ?? ConfigurationPath(text.isEmpty ? [] : [.key(text)])
    }
}
