/// The values of one command line, checked against its description.
///
/// Asking for a name that the description lacks is a programmer's error and stops the program.
public struct ParsedArguments: Sendable, Equatable {
    var values: [String: [String]] = [:]
    var flags: Set<String> = []
    var positionals: [String: [String]] = [:]
    /// The names that may be asked for.
    var known: Set<String> = []

    /// Whether a flag was given.
    public func flag(_ name: String) -> Bool {
        requireKnown(name)
        return flags.contains(name)
    }

    /// The value of an option, or `nil` where it was not given.
    public func string(_ name: String) -> String? { strings(name).last }

    /// The values of a repeatable option in their order.
    public func strings(_ name: String) -> [String] {
        requireKnown(name)
        return values[name] ?? []
    }

    /// The value of an option of kind `integer`, or `nil` where it was not given.
    public func integer(_ name: String) -> Int? { string(name).flatMap { Int($0) } }

    /// The value of an option of kind `number`, or `nil` where it was not given.
    public func double(_ name: String) -> Double? { string(name).flatMap { Double($0) } }

    /// The elements of an option of kind `list`, of all times it was given, or `nil` where it was not.
    public func list(_ name: String) -> [String]? {
        let texts = strings(name)
        return texts.isEmpty ? nil : texts.flatMap { $0.split(separator: ",").map(String.init) }
    }

    /// The path and value of each `assignment`, in their order.
    public func assignments(_ name: String) -> [(path: String, value: String)] {
        strings(name).map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }

    /// The value of an optional positional argument.
    public func argument(_ name: String) -> String? { arguments(name).first }

    /// The value of a positional argument that is not optional.
    public func requiredArgument(_ name: String) -> String { arguments(name).first ?? "" }

    /// The values of a repeatable positional argument.
    public func arguments(_ name: String) -> [String] {
        requireKnown(name)
        return positionals[name] ?? []
    }

    private func requireKnown(_ name: String) {
        precondition(known.contains(name), "the command takes nothing called \(name)")
    }
}
