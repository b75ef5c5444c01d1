import LacunaCore

/// Registers the networks.
public enum NetworksPlugin: Plugin {
    public static let name = "Networks"

    public static func register(in catalog: inout Catalog) throws {
        try catalog.add(LinearNetwork.self, to: Networks.self)
        try catalog.add(MLPNetwork.self, to: Networks.self)
        try catalog.add(ResidualMLPNetwork.self, to: Networks.self)
    }
}
