import LacunaCore

/// Registers the optimizers.
public enum OptimizersPlugin: Plugin {
    public static let name = "Optimizers"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(AdamOptimizer.self, to: Optimizers.self)
        try catalog.add(StochasticGradientDescent.self, to: Optimizers.self)
    }
}
