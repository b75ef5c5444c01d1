/// What one pass over a configuration has found.
final class ConfigurationDecodingState {
    /// How deep parts may be nested; defaults that contain themselves would never end.
    static let depthLimit = 64

    let catalog: Catalog
    /// Whether choices come with their parts; they stay names where only the forms of keys are looked at.
    var resolvesChoices = true
    private(set) var problems: [LocatedConfigurationProblem] = []

    init(catalog: Catalog) { self.catalog = catalog }

    /// Notes problems. More than a user reads are not kept.
    func note(_ more: [LocatedConfigurationProblem]) {
        problems += more.prefix(max(0, 1000 - problems.count))
    }

    /// Notes what a thrown error says about a value.
    func note(_ error: any Error, at node: ConfigurationNode) {
        switch error {
        case let refusal as ConfigurationRefusal: note(refusal.problems)
        case let error as LacunaError:
            note(error.problems.flatMap { ConfigurationRefusal(node, $0, isSentence: true).problems })
        case DecodingError.keyNotFound(let key, _):
            note(ConfigurationRefusal(node, "lacks the key \(SentenceText.quoted(key.stringValue))").problems)
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            note(ConfigurationRefusal(node, context.debugDescription, isSentence: true).problems)
        default: note(ConfigurationRefusal(node, "\(error)", isSentence: true).problems)
        }
    }

    /// Does something whose problems are thrown instead of noted.
    func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        let count = problems.count
        let result = Result { try body() }
        let found = Array(problems[count...])
        problems.removeSubrange(count...)
        switch result {
        case .success(let value):
            if found.isEmpty { return value }
            throw ConfigurationRefusal(found)
        case .failure(let refusal as ConfigurationRefusal): throw ConfigurationRefusal(found + refusal.problems)
        case .failure(let error): throw error
        }
    }

    /// Reads a value; where it is refused, notes why and goes on with the default.
    func recovering<Value: Decodable>(_ type: Value.Type, at node: ConfigurationNode) throws -> Value {
        do {
            return try strictly(type, at: node)
        } catch let error as EndlessConfiguration {
            throw error
        } catch {
            note(error, at: node)
            if node.given != nil, let fallback = node.fallback {
                let silent = ConfigurationNode(given: nil, fallback: fallback, path: node.path)
                if let value = try? transaction({ try strictly(type, at: silent) }) { return value }
            }
            if let value = placeholder(of: type) { return value }
            throw ConfigurationRefusal([])
        }
    }

    private func placeholder<Value>(of type: Value.Type) -> Value? {
        if let type = type as? any ConfigurationPlaceholder.Type { return type.placeholder as? Value }
        if let type = type as? any Configurable.Type { return type.init() as? Value }
        return ConfigurationOptions.names(of: type)?.first.flatMap { ConfigurationOptions.option(type, named: $0) }
    }

    /// Reads a value, or throws why it cannot be read; problems of its parts are noted.
    func strictly<Value: Decodable>(_ type: Value.Type, at node: ConfigurationNode) throws -> Value {
        guard node.path.elements.count <= ConfigurationDecodingState.depthLimit else {
            let path = ConfigurationPath(Array(node.path.elements.prefix(4)))
            throw EndlessConfiguration(
                problem: LocatedConfigurationProblem(
                    path: path, position: node.given?.position,
                    message: "is nested more than \(ConfigurationDecodingState.depthLimit) deep"))
        }
        if let scalar = type as? any ConfigurationScalar.Type {
            do {
                if let value = try scalar.read(node.value, fallback: node.fallback) as? Value { return value }
            } catch {
                throw ConfigurationRefusal(node, error.message)
            }
        }
        if let names = ConfigurationOptions.names(of: type) { return try choose(type, of: names, at: node) }
        if let configurable = type as? any Configurable.Type,
            let value = try section(configurable, at: node) as? Value
        {
            return value
        }
        let decoder = ConfigurationDecoder(state: self, node: node)
        let value = try Value(from: decoder)
        if let asked = decoder.asked.everything {
            noteUnknownKeys(at: node, known: Array(asked), of: nil)
        }
        return value
    }

    private func choose<Value>(_ type: Value.Type, of names: [String], at node: ConfigurationNode) throws -> Value {
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        guard let name = node.value.stringValue else {
            throw ConfigurationRefusal(node, "must be one of \(list), not \(node.value.inSentence)")
        }
        guard let value = ConfigurationOptions.option(type, named: name) else {
            let phrase = SentenceText.suggestion(for: name, among: names)
            throw ConfigurationRefusal(node, "must be one of \(list), not \(SentenceText.quoted(name))\(phrase)")
        }
        return value
    }

    /// Reads a section or part, whose keys are those of its defaults.
    func section<Section: Configurable>(_ type: Section.Type, at node: ConfigurationNode) throws -> Section {
        var node = node
        if node.fallback?.entries == nil { node.fallback = try ConfigurationEncoder.encode(Section()) }
        let keys = (node.fallback?.entries ?? []).map(\.key)
        if let given = node.given, given.entries == nil {
            let hint = keys.isEmpty ? "" : " with the keys \(Suggestion.list(keys))"
            throw ConfigurationRefusal(node, "must be an object\(hint), not \(given.inSentence)")
        }
        noteUnknownKeys(at: node, known: keys, of: (type as? any Component.Type)?.name)
        let value = try Section(from: ConfigurationDecoder(state: self, node: node))
        for problem in value.allProblems() { note(problem, at: node) }
        return value
    }

    private func noteUnknownKeys(at node: ConfigurationNode, known: [String], of part: String?) {
        let present = Set(known)
        for entry in node.given?.entries ?? [] where !present.contains(entry.key) && problems.count < 1000 {
            let owner = part.map { "a key of \($0)" } ?? "a known key"
            let heading = part.map { "keys of \($0)" } ?? "known keys"
            note([
                LocatedConfigurationProblem(
                    path: node.path.appending(entry.key), position: entry.keyPosition,
                    message: "is not \(owner)"
                        + SentenceText.known(known, near: entry.key, as: heading, none: ", which has none"))
            ])
        }
    }

    private func note(_ problem: ConfigurationProblem, at node: ConfigurationNode) {
        var path = node.path
        if !problem.key.isEmpty {
            let steps = (try? ConfigurationPath(parsing: problem.key))?.elements ?? [.key(problem.key)]
            path.elements += steps
        }
        // Where a value was refused, something else stands in for it, which is no fault of the user's.
        guard !problems.contains(where: { $0.path.isInside(path) || path.isInside($0.path) && $0.path != node.path })
        else {
            return
        }
        let inner = ConfigurationPath(Array(path.elements.dropFirst(node.path.elements.count)))
        let position = node.given?[inner]?.position ?? node.given?.position
        note([LocatedConfigurationProblem(path: path, position: position, message: problem.message)])
    }
}
