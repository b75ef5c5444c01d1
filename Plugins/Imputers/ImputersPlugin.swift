import LacunaCore

/// Registers the imputers.
public enum ImputersPlugin: Plugin {
    public static let name = "Imputers"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(DeepLatentVariableImputer.self, to: Imputers.self)
        try catalog.add(ColumnMeanImputer.self, to: Imputers.self)
    }
}
