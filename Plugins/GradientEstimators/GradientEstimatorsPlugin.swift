import LacunaCore

/// Registers the gradient estimators.
public enum GradientEstimatorsPlugin: Plugin {
    public static let name = "GradientEstimators"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(TotalGradient.self, to: GradientEstimators.self)
        try catalog.add(StickingTheLanding.self, to: GradientEstimators.self)
        try catalog.add(DoublyReparametrised.self, to: GradientEstimators.self)
    }
}
