import LacunaCore

/// Registers the variational families.
public enum VariationalFamiliesPlugin: Plugin {
    public static let name = "VariationalFamilies"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(GaussianVariationalFamily.self, to: VariationalFamilies.self)
        try catalog.add(StudentTVariationalFamily.self, to: VariationalFamilies.self)
        try catalog.add(MixtureVariationalFamily.self, to: VariationalFamilies.self)
        try catalog.add(FullCovarianceGaussianVariationalFamily.self, to: VariationalFamilies.self)
    }
}
