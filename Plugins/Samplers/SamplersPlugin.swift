import LacunaCore

/// Registers the samplers.
public enum SamplersPlugin: Plugin {
    public static let name = "Samplers"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(ImportanceResampling.self, to: Samplers.self)
        try catalog.add(AutoSampler.self, to: Samplers.self)
        try catalog.add(ExactGrid.self, to: Samplers.self)
        try catalog.add(PseudoGibbs.self, to: Samplers.self)
        try catalog.add(MetropolisWithinGibbs.self, to: Samplers.self)
        try catalog.add(AdaptiveCollapsedMetropolis.self, to: Samplers.self)
        try catalog.add(LatentAdaptiveResampling.self, to: Samplers.self)
    }
}
