@_exported import LacunaBounds
@_exported import LacunaCore
@_exported import LacunaEncoderInputs
@_exported import LacunaGradientEstimators
@_exported import LacunaImputers
@_exported import LacunaMaskGenerators
@_exported import LacunaMethods
@_exported import LacunaMissingnessModels
@_exported import LacunaNetworks
@_exported import LacunaObservationModels
@_exported import LacunaOptimizers
@_exported import LacunaPriors
@_exported import LacunaSamplers
@_exported import LacunaSchedules
@_exported import LacunaVariationalFamilies

/// Every family that comes with the package: the one list.
public enum AllPlugins {
    /// The plugins, in the order in which `lacuna components` shows their families.
    public static var list: [any Plugin.Type] {
        [
            MethodsPlugin.self, ImputersPlugin.self, ObservationModelsPlugin.self, VariationalFamiliesPlugin.self,
            PriorsPlugin.self, NetworksPlugin.self, EncoderInputsPlugin.self, MissingnessModelsPlugin.self,
            BoundsPlugin.self, GradientEstimatorsPlugin.self, SamplersPlugin.self, OptimizersPlugin.self,
            SchedulesPlugin.self, MaskGeneratorsPlugin.self,
        ]
    }
}

extension Catalog {
    /// The catalog of everything that comes with the package.
    ///
    /// - Throws: `LacunaError` where two parts of a family have one name; a test sees to it that none have.
    public static func bundled() throws -> Catalog {
        var catalog = Catalog()
        for plugin in AllPlugins.list { try catalog.add(plugin) }
        return catalog
    }
}
