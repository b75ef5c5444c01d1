/// A place in which two configurations differ.
struct ConfigurationDifference: Sendable, Equatable {
    /// The key.
    var path: ConfigurationPath
    /// What stood there, as in a sentence.
    var before: String
    /// What stands there now.
    var now: String
}

extension ConfigurationValue {
    /// The places in which another configuration differs from this one, innermost keys in their order; of two parts with
    /// different names only the name.
    func differences(
        to other: ConfigurationValue, at path: ConfigurationPath = ConfigurationPath()
    ) -> [ConfigurationDifference] {
        guard self != other else { return [] }
        let type = Self.typeKey
        guard let entries, let others = other.entries, self[type] == other[type] else {
            let isPart = partName != other.partName && partName != nil && other.partName != nil
            let (before, now) = isPart ? (self[type] ?? self, other[type] ?? other) : (self, other)
            return [ConfigurationDifference(path: path, before: before.brief, now: now.brief)]
        }
        let added = others.map(\.key).filter { self[$0] == nil }
        return (entries.map(\.key) + added).flatMap { key in
            (self[key] ?? .null).differences(to: other[key] ?? .null, at: path.appending(key))
        }
    }

    /// The value on one line, cut where it is long.
    private var brief: String {
        let text = rendered(pretty: false)
        return text.count > 40 ? text.prefix(40) + "…" : text
    }
}
