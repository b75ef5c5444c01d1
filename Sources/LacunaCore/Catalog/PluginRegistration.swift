/// How a library of plug-ins hands its parts to a catalog.
///
/// A library has two functions with C names, which `lacuna plugin build` writes:
///
/// ```swift
/// @_cdecl("lacuna_plugin_handshake")
/// public func handshake(_ field: Int32) -> UnsafePointer<CChar>? {
///     PluginHandshake.ofCaller(field, modules: "LacunaCore=0f1e2d3c", build: "8a6b…")
/// }
///
/// @_cdecl("lacuna_plugin_register")
/// public func register(_ registration: UnsafeMutableRawPointer) {
///     PluginRegistration.add(MyPlugin.self, to: registration)
/// }
/// ```
public final class PluginRegistration {
    private var catalog: Catalog
    private var failure: (any Error)?

    private init(_ catalog: Catalog) { self.catalog = catalog }

    /// Adds a plug-in to the catalog that a library was handed; all of its parts, or none.
    ///
    /// What the plug-in throws is kept for the program, since errors do not pass through a function with a C name.
    ///
    /// - Parameters:
    ///   - plugin: The plug-in.
    ///   - registration: What `lacuna_plugin_register` was called with.
    public static func add(_ plugin: any Plugin.Type, to registration: UnsafeMutableRawPointer) {
        let registration = Unmanaged<PluginRegistration>.fromOpaque(registration).takeUnretainedValue()
        do {
            try registration.catalog.add(plugin)
        } catch {
            registration.failure = error
        }
    }

    /// Lets a library add to a catalog.
    ///
    /// - Throws: What its plug-in throws; the catalog is then as it was.
    static func extend(_ catalog: inout Catalog, by register: (UnsafeMutableRawPointer) -> Void) throws {
        let registration = PluginRegistration(catalog)
        // The library has its address alone, which keeps nothing alive.
        try withExtendedLifetime(registration) {
            register(Unmanaged.passUnretained(registration).toOpaque())
            if let failure = registration.failure { throw failure }
            catalog = registration.catalog
        }
    }
}

/// Found in a program that shows its functions to libraries, and in no library but one that carries a copy of Lacuna.
@_cdecl("lacuna_plugin_host")
public func lacunaPluginHost() {}
