import LacunaCore

/// The source file with the two functions by which a program finds a plug-in in its library.
enum PluginEntry {
    /// The text of the file.
    ///
    /// - Parameters:
    ///   - pluginType: The type that adds the parts.
    ///   - modules: The module files that the library is compiled against.
    ///   - build: The build identifier of the program that these belong to, where it is known.
    static func text(pluginType: String, modules: [PluginModule], build: String?) -> String {
        """
        // Written by lacuna plugin build.
        import LacunaCore

        @_cdecl("lacuna_plugin_handshake")
        public func lacunaPluginHandshake(_ field: Int32) -> UnsafePointer<CChar>? {
            PluginHandshake.ofCaller(field, modules: "\(PluginModule.list(modules))", build: "\(build ?? "")")
        }

        @_cdecl("lacuna_plugin_register")
        public func lacunaPluginRegister(_ registration: UnsafeMutableRawPointer) {
            PluginRegistration.add(\(pluginType).self, to: registration)
        }

        """
    }
}
