/// One of a few named values, whose configuration is its raw text.
public protocol ConfigurationOption: RawRepresentable<String>, CaseIterable, Codable, Sendable {}
