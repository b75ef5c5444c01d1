/// The cases of enumerations of texts, found at run time.
enum ConfigurationOptions {
    /// The texts that an enumeration of texts can be, or `nil` where a type is none.
    static func names(of type: Any.Type) -> [String]? {
        guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
        return rawTexts(type)
    }

    /// The case of an enumeration of texts by its text.
    static func option<Value>(_ type: Value.Type, named name: String) -> Value? {
        guard let type = type as? any (CaseIterable & RawRepresentable).Type else { return nil }
        return find(type, name) as? Value
    }

    private static func rawTexts<Option: CaseIterable & RawRepresentable>(_ type: Option.Type) -> [String]? {
        let names = type.allCases.compactMap { $0.rawValue as? String }
        return names.isEmpty || names.count != type.allCases.count ? nil : names
    }

    private static func find<Option: CaseIterable & RawRepresentable>(_ type: Option.Type, _ name: String) -> Any? {
        type.allCases.first { $0.rawValue as? String == name }
    }
}
