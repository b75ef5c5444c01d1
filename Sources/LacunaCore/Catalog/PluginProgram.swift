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

    /// The build identifier of the running program: what the linker computed from its whole content (`--build-id`), in
    /// hexadecimal digits; `nil` where it has none.
    public static let buildIdentifier = buildIdentifier(of: "/proc/self/exe")

    /// The build identifier of a program; `nil` where there is no such program, or it has none.
    public static func buildIdentifier(of path: String) -> String? { ElfFile(path: path)?.buildIdentifier }

    /// The program that was built with module files: that beside them with the name of the running one, or else `lacuna`.
    ///
    /// - Parameter modules: The folder of module files.
    public static func program(besides modules: String) -> String? {
        let own = program.map { String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...]) }
        return [own, "lacuna"].compactMap(\.self).map { "\(modules)/../\($0)" }.first { access($0, R_OK) == 0 }
    }

    /// The folder of module files that the Swift package manager keeps beside the program it builds; `nil` where the program
    /// was moved away from them.
    public static var modules: String? {
        guard let program, let slash = program.lastIndex(of: "/") else { return nil }
        let folder = program[..<slash] + "/Modules"
        return access("\(folder)/LacunaCore.swiftmodule", R_OK) == 0 ? String(folder) : nil
    }
}
