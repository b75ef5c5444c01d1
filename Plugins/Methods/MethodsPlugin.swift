import LacunaCore

/// Registers the methods.
public enum MethodsPlugin: Plugin {
    public static let name = "Methods"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(MVAEMethod.self, to: Methods.self)
        try catalog.add(MIWAEMethod.self, to: Methods.self)
        try catalog.add(NotMIWAEMethod.self, to: Methods.self)
        try catalog.add(NotMIWAEPPCAMethod.self, to: Methods.self)
        try catalog.add(MissVAEMethod.self, to: Methods.self)
        try catalog.add(MissSVAEMethod.self, to: Methods.self)
        try catalog.add(MissIWAEMethod.self, to: Methods.self)
        try catalog.add(MissSIWAEMethod.self, to: Methods.self)
        try catalog.add(ColumnMeanMethod.self, to: Methods.self)
        try catalog.add(DeMissVAEMethod.self, to: Methods.self)
        try catalog.add(DeMissIWAEMethod.self, to: Methods.self)
        try catalog.add(VAEMethod.self, to: Methods.self)
        try catalog.add(IWAEMethod.self, to: Methods.self)
    }
}
