/// The parts that configurations can name, by family. It is a value: what one copy gains, others do not.
public struct Catalog: Sendable {
    private struct Shelf: Sendable {
        var family: AnyComponentFamily
        var components: [ComponentDescriptor] = []
        /// The places of the components by their names and aliases, in lower case.
        var places: [String: Int] = [:]
    }

    private var shelves: [Shelf] = []
    /// The plug-in libraries that parts came from, in the order in which they were added.
    public private(set) var libraries: [PluginLibrary] = []
    /// The paths of the libraries that types came from.
    private var origins: [ObjectIdentifier: String] = [:]

    /// A catalog without parts.
    public init() {}

    /// Adds a part to a family.
    ///
    /// - Throws: `LacunaError` where the part is no member of the family, has a name that another of the family has
    ///   (without regard to case), or an empty one.
    public mutating func add(_ type: any Component.Type, to family: (some ComponentFamily).Type) throws {
        let family = AnyComponentFamily(family)
        guard family.type.contains(type) else {
            throw LacunaError(.configuration, "\(type) cannot be registered: it is no \(family.words)")
        }
        let descriptor = ComponentDescriptor(type: type)
        let index = try shelfIndex(of: family)
        let names = Set(([type.name] + type.aliases).map { $0.lowercased() })
        guard !names.contains("") else {
            throw LacunaError(.configuration, "\(type) cannot be registered: it has an empty name")
        }
        for name in [type.name] + type.aliases {
            guard let place = shelves[index].places[name.lowercased()] else { continue }
            throw taken(name, of: family, by: shelves[index].components[place].type, for: type)
        }
        for name in names { shelves[index].places[name] = shelves[index].components.count }
        shelves[index].components.append(descriptor)
    }

    /// Adds the parts of a plug-in; all of them, or none where one cannot be added.
    public mutating func add(_ plugin: any Plugin.Type) throws {
        var extended = self
        do {
            try plugin.register(in: &extended)
        } catch let error as LacunaError {
            throw LacunaError(error.kind, error.problems.map { "plug-in \(plugin.name): \($0)" })
        }
        self = extended
    }

    /// Adds the parts of a plug-in library; all of them, or none where one cannot be added, and nothing where it was added
    /// before.
    ///
    /// - Throws: `LacunaError` that names the library.
    public mutating func add(_ library: PluginLibrary) throws(LacunaError) {
        guard !libraries.contains(library) else { return }
        let before = self
        try library.extend(&self)
        libraries.append(library)
        for part in parts(beyond: before).flatMap(\.parts) { origins[ObjectIdentifier(part.type)] = library.path }
    }

    /// The error of a part whose name another has: types that are called the same are told apart by their modules, and those
    /// of two libraries by these.
    private func taken(
        _ name: String, of family: AnyComponentFamily, by other: any Component.Type, for type: any Component.Type
    ) -> LacunaError {
        let isAlike = type != other && "\(type)" == "\(other)"
        let texts = [type, other].map { isAlike ? String(reflecting: $0) : "\($0)" }
        let origin = origins[ObjectIdentifier(other)].map {
            ", which the library \(SentenceText.path($0)) registered; load only one of the two"
        }
        return LacunaError(
            .configuration,
            "\(texts[0]) cannot be registered: \(texts[1]) already is the \(family.words) named \"\(name)\""
                + (origin ?? ""))
    }

    private mutating func shelfIndex(of family: AnyComponentFamily) throws -> Int {
        if let index = shelves.firstIndex(where: { $0.family == family }) { return index }
        if let other = shelves.first(where: { $0.family.name == family.name }) {
            throw LacunaError(
                .configuration, "\(family.type) and \(other.family.type) both are families named \"\(family.name)\"")
        }
        shelves.append(Shelf(family: family))
        return shelves.count - 1
    }
}

extension Catalog {
    /// The families, in the order in which they came.
    public var families: [AnyComponentFamily] { shelves.map(\.family) }

    /// A family by its name.
    ///
    /// - Throws: `LacunaError` that lists the known ones.
    public func family(named name: String) throws(LacunaError) -> AnyComponentFamily {
        let names = families.map(\.name)
        let found = families.first { $0.name == name } ?? families.first { $0.name.lowercased() == name.lowercased() }
        guard let found else {
            throw LacunaError(
                .configuration,
                "no family of parts is named \(SentenceText.quoted(name))"
                    + SentenceText.known(names, near: name, as: "known", none: "; there are no families yet"))
        }
        return found
    }

    /// The parts of a family, in the order in which they came.
    public func components(in family: (some ComponentFamily).Type) -> [ComponentDescriptor] {
        components(in: AnyComponentFamily(family))
    }

    /// The parts of a family, in the order in which they came.
    public func components(in family: AnyComponentFamily) -> [ComponentDescriptor] {
        shelves.first { $0.family == family }?.components ?? []
    }

    /// The libraries that parts of a value came from, in the order in which they were added.
    func libraries(usedBy value: some Encodable) -> [PluginLibrary] {
        // A value that cannot be written is refused where it is resolved.
        let parts = (try? ConfigurationEncoder.parts(in: value)) ?? []
        let paths = Set(parts.compactMap { origins[ObjectIdentifier(Swift.type(of: $0))] })
        return libraries.filter { paths.contains($0.path) }
    }

    /// The parts that another catalog lacks, by family, in the order in which they came.
    public func parts(beyond base: Catalog) -> [(family: AnyComponentFamily, parts: [ComponentDescriptor])] {
        families.compactMap { family in
            let known = Set(base.components(in: family).map { ObjectIdentifier($0.type) })
            let parts = components(in: family).filter { !known.contains(ObjectIdentifier($0.type)) }
            return parts.isEmpty ? nil : (family, parts)
        }
    }

    /// A part by its name, an alias, or either without regard to case.
    ///
    /// - Throws: `LacunaError` that lists the known ones and suggests the nearest.
    public func component(named name: String, in family: AnyComponentFamily) throws(LacunaError) -> ComponentDescriptor
    {
        let known = components(in: family)
        let wanted = name.lowercased()
        let found =
            known.first { $0.name == name } ?? known.first { $0.aliases.contains(name) }
            ?? known.first { $0.name.lowercased() == wanted }
            ?? known.first { $0.aliases.contains { $0.lowercased() == wanted } }
        guard let found else {
            throw LacunaError(
                .configuration,
                "no \(family.words) is named \(SentenceText.quoted(name))"
                    + SentenceText.known(
                        known.map(\.name), near: name, aliases: known.flatMap(\.aliases), as: "known",
                        none: "; there is none in the catalog"))
        }
        return found
    }

    /// The type of a part by its name, an alias, or either without regard to case.
    ///
    /// - Throws: `LacunaError` that lists the known ones and suggests the nearest.
    public func type(
        named name: String, in family: (some ComponentFamily).Type
    ) throws(LacunaError) -> any Component.Type {
        try component(named: name, in: AnyComponentFamily(family)).type
    }
}
