/// The number of the interface between plug-in libraries and programs.
///
/// It is raised where one of the two functions with C names that a library has (`lacuna_plugin_handshake` and
/// `lacuna_plugin_register`) changes, or what a number or a text of theirs means. A further field of the handshake does not
/// raise it, since a library without one answers that it has none; nor does a change of Lacuna's types, which module
/// files tell.
public enum PluginInterfaceVersion {
    /// The number that the caller was compiled with: the one place where it is written.
    @_alwaysEmitIntoClient @inline(__always)
    public static var ofCaller: StaticString { "1" }
}
