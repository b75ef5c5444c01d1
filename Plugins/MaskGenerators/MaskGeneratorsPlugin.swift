import LacunaCore

/// Registers the mask generators.
public enum MaskGeneratorsPlugin: Plugin {
    public static let name = "MaskGenerators"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(CompletelyAtRandomMask.self, to: MaskGenerators.self)
        try catalog.add(FileMask.self, to: MaskGenerators.self)
    }
}
