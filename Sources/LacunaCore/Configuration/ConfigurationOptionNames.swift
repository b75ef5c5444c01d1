/// The texts that an enumeration of texts can be, or `nil` where a type is none.
func optionNames(of type: Any.Type) -> [String]? {
    guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
    return names(type)
}

private func names<Option: CaseIterable & RawRepresentable>(_ type: Option.Type) -> [String]? {
    let names = type.allCases.compactMap { $0.rawValue as? String }
    return names.isEmpty || names.count != type.allCases.count ? nil : names
}

/// The case of an enumeration of texts by its text.
func option<Value>(_ type: Value.Type, named name: String) -> Value? {
    guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
    return find(type, name) as? Value
}

private func find<Option: CaseIterable & RawRepresentable>(_ type: Option.Type, _ name: String) -> Any? {
    type.allCases.first { $0.rawValue as? String == name }
}

/// The end of a sentence about an unknown name: `; did you mean "…"? Known: …`.
func knownNames(_ names: [String], near name: String, candidates: [String]? = nil, as heading: String) -> String {
    // Nobody mistypes a name into hundreds of letters, and comparing them would take long.
    let phrase = name.utf8.count > 100 ? "" : Suggestion.phrase(for: name, among: candidates ?? names)
    if names.isEmpty { return phrase + (phrase.isEmpty ? "; there is none" : "") }
    let list = Suggestion.list(names)
    return phrase.isEmpty ? "; \(heading): \(list)" : "\(phrase) \(heading.prefix(1).uppercased())\(heading.dropFirst()): \(list)"
}
