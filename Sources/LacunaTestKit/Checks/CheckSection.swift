import LacunaCore

/// Checks what every section of a configuration promises, parts among them: a description of one line for each key and for
/// nothing else, defaults in range, and that numbers just out of a stated range are refused.
///
/// - Parameters:
///   - type: The type of the section.
///   - catalog: Knows the parts that are named in its defaults.
public func checkSection(_ type: any Configurable.Type, catalog: Catalog = Catalog()) -> ConformanceReport {
    func check<Section: Configurable>(_ section: Section.Type) -> ConformanceReport {
        var report = ConformanceReport("section \(section)")
        report.requireDescribedKeys(of: section, catalog)
        return report
    }
    return check(type)
}

extension ConformanceReport {
    /// What `checkSection` checks.
    mutating func requireDescribedKeys<Section: Configurable>(of section: Section.Type, _ catalog: Catalog) {
        for problem in section.init().allProblems() {
            fail("its default of \(problem.key) \(problem.message)")
        }
        let keys = KeyEntry.entries(of: section)
        let described = section.keyDescriptions.map(\.name)
        for name in described where !keys.contains(where: { $0.name == name }) {
            fail("it describes a key \"\(name)\", which it has not; take it out of keyDescriptions")
        }
        require(Set(described).count == described.count, "it describes a key twice")
        for key in keys {
            guard let description = key.description else {
                fail("its key \"\(key.name)\" has no description; add one to keyDescriptions")
                continue
            }
            let summary = description.summary
            require(
                !summary.isEmpty && !summary.contains(where: \.isNewline) && !summary.hasSuffix("."),
                "the summary of its key \"\(key.name)\" is not one line without a full stop")
            if let range = description.range { requireRefusal(beyond: range, of: key, section, catalog) }
        }
    }

    /// Requires that numbers just out of the range of a key are refused.
    private mutating func requireRefusal<Section: Configurable>(
        beyond range: NumberRange, of key: KeyEntry, _ section: Section.Type, _ catalog: Catalog
    ) {
        guard let number = NumberForm(key.form) else {
            return fail("its key \"\(key.name)\" has a range, but is \(key.form.words()), which holds no number")
        }
        for value in number.values(beyond: range) {
            let given = ConfigurationValue.object([ConfigurationEntry(key.name, number.configuration(of: value))])
            do {
                _ = try ConfigurationDecoding.decode(section, from: given, file: nil, catalog: catalog)
                fail("its key \"\(key.name)\" takes \(value), which is not \(range)")
            } catch {
                require(
                    error.problems.contains { $0.hasPrefix(key.name) },
                    "it refuses \(value) for its key \"\(key.name)\" without naming the key: \(error)")
            }
        }
    }
}

/// How numbers stand at a key that takes them: by themselves, or in lists and maps.
private struct NumberForm {
    private enum Holder { case list, map }

    private var isWhole = false
    /// What holds the number, from the outside inwards.
    private var holders: [Holder] = []

    /// How numbers stand at a key; `nil` where it takes none.
    init?(_ form: KeyForm) {
        var form = form
        while true {
            switch form {
            case .optional(let inner): form = inner
            case .list(let element):
                holders.append(.list)
                form = element
            case .map(let value):
                holders.append(.map)
                form = value
            case .wholeNumber:
                isWhole = true
                return
            case .number: return
            default: return nil
            }
        }
    }

    /// The numbers that are nearest to a range and not in it.
    func values(beyond range: NumberRange) -> [Double] {
        let below =
            range.includesLowerBound ? isWhole ? range.lowerBound - 1 : range.lowerBound.nextDown : range.lowerBound
        let above =
            range.includesUpperBound ? isWhole ? range.upperBound + 1 : range.upperBound.nextUp : range.upperBound
        return [below, above].filter(\.isFinite)
    }

    /// A number as it stands at the key.
    func configuration(of value: Double) -> ConfigurationValue {
        let number = Int(exactly: value).map { ConfigurationValue.integer($0) } ?? .number(value)
        return holders.reversed().reduce(number) { inner, holder in
            switch holder {
            case .list: .array([inner])
            case .map: .object([ConfigurationEntry("key", inner)])
            }
        }
    }
}
