import LacunaCore

/// Registers the bounds.
public enum BoundsPlugin: Plugin {
    public static let name = "Bounds"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(EvidenceLowerBound.self, to: Bounds.self)
        try catalog.add(ImportanceWeightedBound.self, to: Bounds.self)
        try catalog.add(StratifiedEvidenceLowerBound.self, to: Bounds.self)
        try catalog.add(StratifiedImportanceWeightedBound.self, to: Bounds.self)
        try catalog.add(DecomposedBound.self, to: Bounds.self)
        try catalog.add(DecomposedImportanceWeightedBound.self, to: Bounds.self)
        try catalog.add(CollapsedBound.self, to: Bounds.self)
        try catalog.add(MarginalisedBound.self, to: Bounds.self)
    }
}
