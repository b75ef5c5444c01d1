/// A part of a model or of a method that configurations name.
///
/// A part is its own configuration: its stored properties are its keys, and their initial values the defaults.
///
/// ```swift
/// struct StandardNormalPrior: Prior {
///     static let name = "standardNormal"
///     static let summary = "A normal distribution with mean 0 and variance 1 in each latent dimension."
/// }
/// ```
public protocol Component: Configurable {
    /// What configurations call the part, in lowerCamelCase.
    static var name: String { get }
    /// Further names, such as the acronym of a paper; none by default.
    static var aliases: [String] { get }
    /// What the part is, in one line.
    static var summary: String { get }
    /// Whom to cite; nobody by default.
    static var references: [Reference] { get }
}

extension Component {
    /// None.
    public static var aliases: [String] { [] }
    /// None.
    public static var references: [Reference] { [] }
}
