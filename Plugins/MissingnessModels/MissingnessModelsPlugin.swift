import LacunaCore

/// Registers the missingness models.
public enum MissingnessModelsPlugin: Plugin {
    public static let name = "MissingnessModels"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(IgnorableMissingness.self, to: MissingnessModels.self)
        try catalog.add(SelfMasking.self, to: MissingnessModels.self)
        try catalog.add(SelfMaskingKnown.self, to: MissingnessModels.self)
        try catalog.add(LinearMissingness.self, to: MissingnessModels.self)
        try catalog.add(NeuralMissingness.self, to: MissingnessModels.self)
        try catalog.add(PerColumnMissingness.self, to: MissingnessModels.self)
    }
}
