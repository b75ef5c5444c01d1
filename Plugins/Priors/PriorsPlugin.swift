import LacunaCore

/// Registers the priors.
public enum PriorsPlugin: Plugin {
    public static let name = "Priors"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(StandardNormalPrior.self, to: Priors.self)
        try catalog.add(GaussianMixturePrior.self, to: Priors.self)
        try catalog.add(VampPrior.self, to: Priors.self)
    }
}
