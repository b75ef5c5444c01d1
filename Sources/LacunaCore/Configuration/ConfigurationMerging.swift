extension ConfigurationValue {
    /// The key that names the part of an object.
    static let typeKey = "type"

    /// The part that the value names: the text itself, or the text at `type`.
    var partName: String? { stringValue ?? self[ConfigurationValue.typeKey]?.stringValue }

    /// This tree with another laid over it.
    ///
    /// Objects merge key by key; everything else is replaced. A part, `"name"` or `{ type: "name", … }`, keeps its keys
    /// where the overlay names the same part or none, and loses them where it names another. Names are compared as
    /// written, since which are aliases is known to the catalog alone.
    public func merging(_ overlay: ConfigurationValue) -> ConfigurationValue {
        let name = partName
        let overlayName = overlay.partName
        switch (kind, overlay.kind) {
        case (.object(let entries), .object(let additions)):
            if let name, let overlayName, name != overlayName { return overlay }
            return ConfigurationValue(
                .object(ConfigurationValue.merge(entries, additions)), position: overlay.position ?? position)
        case (.object, .string): return name == overlayName ? self : overlay
        case (.string, .object(let additions)) where overlay[ConfigurationValue.typeKey] == nil:
            let type = ConfigurationEntry(ConfigurationValue.typeKey, self)
            return ConfigurationValue(.object([type] + additions), position: overlay.position)
        default: return overlay
        }
    }

    private static func merge(_ base: [ConfigurationEntry], _ overlay: [ConfigurationEntry]) -> [ConfigurationEntry] {
        var result = base
        var indices = Dictionary(base.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in overlay {
            if let index = indices[entry.key] {
                result[index].value = result[index].value.merging(entry.value)
                result[index].keyPosition = entry.keyPosition ?? result[index].keyPosition
            } else {
                indices[entry.key] = result.count
                result.append(entry)
            }
        }
        return result
    }

    /// This tree with one value replaced, the objects on the way to it made where they are missing.
    ///
    /// A part that is given by name alone becomes an object with that name at `type`.
    ///
    /// - Parameters:
    ///   - path: Such as `training.steps`, `model.decoder.hidden[0]` or `data.columns["a.b"]`.
    ///   - value: The value to stand there.
    /// - Throws: `LacunaError` where the path cannot be read, or leads through a value that has no keys.
    public func setting(path: String, to value: ConfigurationValue) throws(LacunaError) -> ConfigurationValue {
        try setting(ConfigurationPath(parsing: path), to: value)
    }

    /// This tree with one value replaced, the objects on the way to it made where they are missing.
    ///
    /// - Throws: `LacunaError` where the path leads through a value that has no keys.
    public func setting(_ path: ConfigurationPath, to value: ConfigurationValue) throws(LacunaError)
        -> ConfigurationValue
    {
        try setting(path.elements[...], of: path, to: value)
    }

    private func setting(
        _ rest: ArraySlice<ConfigurationPath.Element>, of path: ConfigurationPath, to value: ConfigurationValue
    ) throws(LacunaError) -> ConfigurationValue {
        guard let first = rest.first else { return value }
        let here = ConfigurationPath(Array(path.elements[..<rest.startIndex]))
        switch first {
        case .key(let key):
            var entries: [ConfigurationEntry]
            switch kind {
            case .object(let present): entries = present
            case .string: entries = [ConfigurationEntry(ConfigurationValue.typeKey, self)]
            case .null: entries = []
            default:
                throw LacunaError(
                    .configuration, "\(path) cannot be set, because \(here) is \(inSentence) and has no keys")
            }
            let index = entries.firstIndex { $0.key == key }
            let next = try (index.map { entries[$0].value } ?? .null).setting(rest.dropFirst(), of: path, to: value)
            if let index { entries[index].value = next } else { entries.append(ConfigurationEntry(key, next)) }
            return ConfigurationValue(.object(entries), position: position)
        case .index(let index):
            guard var elements, index <= elements.count else {
                let reason = elements.map { "\(here) has \($0.count) elements" } ?? "\(here) holds no array to change"
                throw LacunaError(
                    .configuration, "\(path) cannot be set, because \(reason); set the array as a whole")
            }
            if index == elements.count { elements.append(.null) }
            elements[index] = try elements[index].setting(rest.dropFirst(), of: path, to: value)
            return ConfigurationValue(.array(elements), position: position)
        }
    }
}
