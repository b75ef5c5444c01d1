import LacunaCore

/// Registers the observation models.
public enum ObservationModelsPlugin: Plugin {
    public static let name = "ObservationModels"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(GaussianObservation.self, to: ObservationModels.self)
        try catalog.add(GaussianSharedScaleObservation.self, to: ObservationModels.self)
        try catalog.add(StudentTObservation.self, to: ObservationModels.self)
        try catalog.add(BernoulliObservation.self, to: ObservationModels.self)
        try catalog.add(CategoricalObservation.self, to: ObservationModels.self)
    }
}
