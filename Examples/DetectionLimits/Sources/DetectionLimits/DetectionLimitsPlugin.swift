import LacunaCore

/// Registers the parts of this package.
public enum DetectionLimitsPlugin: Plugin {
    public static let name = "DetectionLimits"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(CensoredGaussianObservation.self, to: ObservationModels.self)
        try catalog.add(RenyiBound.self, to: Bounds.self)
    }
}
