/// A named group of parameters: one flat buffer that an objective moves or leaves alone.
public enum ParameterGroup: String, Sendable, Codable, CaseIterable {
    /// The encoder q(z | x_o), with its input and head.
    case encoder
    /// The decoder and the observation models p(x | z).
    case decoder
    /// The prior p(z).
    case prior
    /// The missingness model p(s | x).
    case missingness
}

/// A set of parameter groups.
public struct GroupSet: OptionSet, Sendable, Hashable {
    /// The bits of the set.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of some groups.
    public init(_ groups: [ParameterGroup]) {
        self = groups.reduce(into: []) { $0.formUnion(GroupSet($1)) }
    }

    /// The set of one group.
    public init(_ group: ParameterGroup) {
        switch group {
        case .encoder: self = .encoder
        case .decoder: self = .decoder
        case .prior: self = .prior
        case .missingness: self = .missingness
        }
    }

    /// The encoder's group.
    public static let encoder = GroupSet(rawValue: 1)
    /// The decoder's group.
    public static let decoder = GroupSet(rawValue: 2)
    /// The prior's group.
    public static let prior = GroupSet(rawValue: 4)
    /// The missingness model's group.
    public static let missingness = GroupSet(rawValue: 8)
    /// Free variables of a tape (`Tape.variable`), used by gradient checks.
    public static let variables = GroupSet(rawValue: 128)
    /// All parameters and variables.
    public static let all: GroupSet = [.encoder, .decoder, .prior, .missingness, .variables]
}
