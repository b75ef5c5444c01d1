/// Something that adds parts to a catalog.
///
/// ```swift
/// enum PriorsPlugin: Plugin {
///     static let name = "priors"
///     static func register(in catalog: inout Catalog) throws {
///         try catalog.add(StandardNormalPrior.self, to: Priors.self)
///     }
/// }
/// ```
public protocol Plugin {
    /// What errors call it.
    static var name: String { get }
    /// Adds the parts.
    static func register(in catalog: inout Catalog) throws
}
