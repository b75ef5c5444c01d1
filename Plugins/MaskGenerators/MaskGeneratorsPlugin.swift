import LacunaCore

/// Registers the mask generators.
public enum MaskGeneratorsPlugin: Plugin {
    public static let name = "MaskGenerators"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(CompletelyAtRandomMask.self, to: MaskGenerators.self)
        try catalog.add(AtRandomMask.self, to: MaskGenerators.self)
        try catalog.add(SelfMaskingMask.self, to: MaskGenerators.self)
        try catalog.add(ThresholdMask.self, to: MaskGenerators.self)
        try catalog.add(LogisticNotAtRandomMask.self, to: MaskGenerators.self)
        try catalog.add(QuadrantsMask.self, to: MaskGenerators.self)
        try catalog.add(DiscMask.self, to: MaskGenerators.self)
        try catalog.add(SectorMask.self, to: MaskGenerators.self)
        try catalog.add(FileMask.self, to: MaskGenerators.self)
    }
}
