#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The running program's own files, which plug-ins are compiled against.
public enum PluginProgram {
    /// The path of the running program, symbolic links followed.
    public static var program: String? {
        #if canImport(Darwin)
            var size = UInt32(4 * PATH_MAX)
            var name = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&name, &size) == 0, let path = realpath(name, nil) else { return nil }
        #else
            guard let path = realpath("/proc/self/exe", nil) else { return nil }
        #endif
        defer { free(path) }
        return String(cString: path)
    }

    /// The folder of module files that the Swift package manager keeps beside the program it builds; `nil` where the program
    /// was moved away from them.
    public static var modules: String? {
        guard let program, let slash = program.lastIndex(of: "/") else { return nil }
        let folder = program[..<slash] + "/Modules"
        return access("\(folder)/LacunaCore.swiftmodule", R_OK) == 0 ? String(folder) : nil
    }
}
