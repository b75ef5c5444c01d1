import LacunaTensors

/// What a library of plug-ins and the program that loads it must agree about before any of its Swift code runs.
///
/// Swift has no stable layout of types between builds, so that a library which was compiled against other module files
/// may call the wrong functions without a message. The texts are pointers to zero-terminated bytes, which every version
/// of Swift and of this package understands.
public struct PluginHandshake: Sendable, Equatable {
    /// The number of the interface between libraries and programs: their two functions, and what these mean.
    public var abi: String
    /// The version of the package, such as `0.1.0`.
    public var version: String
    /// The compiler, such as `Clang 21.0.0 (…)`.
    public var compiler: String
    /// The module files that the library was compiled against; empty for a program.
    public var modules: [PluginModule]

    /// The text of a field: 0 the ABI number, 1 the package's version, 2 the compiler, 3 the modules, `nil` for others.
    ///
    /// Emitted into the caller, so that a library says what it was compiled with; an ordinary function would be that of
    /// the program which loads it, and always agree.
    ///
    /// - Parameters:
    ///   - field: Which.
    ///   - modules: The module files with their checksums, as `PluginModule.list(_:)` writes them.
    @_alwaysEmitIntoClient @inline(__always)
    public static func ofCaller(_ field: Int32, modules: StaticString) -> UnsafePointer<CChar>? {
        let text: StaticString
        switch field {
        case 0: text = "1"
        case 1: text = PackageVersion.ofCaller
        case 2: return CompilerVersion.ofCaller
        case 3: text = modules
        default: return nil
        }
        return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// What the running program says.
    public static let current = PluginHandshake { ofCaller($0, modules: "") }

    /// Asks for all fields.
    init(_ field: (Int32) -> UnsafePointer<CChar>?) {
        func text(_ number: Int32) -> String { field(number).map { String(cString: $0) } ?? "unknown" }
        abi = text(0)
        version = text(1)
        compiler = text(2)
        modules = PluginModule.list(parsing: text(3))
    }

    /// Why a library with this handshake cannot be loaded by a program with another; `nil` where it can.
    ///
    /// - Parameters:
    ///   - program: What the program says.
    ///   - folder: The program's module files, where it has any.
    func disagreement(with program: PluginHandshake, modules folder: String?) -> String? {
        if abi != program.abi {
            return "was built for the plug-in ABI number \(abi), but this program has \(program.abi)"
        }
        if version != program.version {
            return "was built for Lacuna \(version), but this program is \(program.version)"
        }
        if compiler != program.compiler {
            return "was built by the compiler \(compiler), but this program by \(program.compiler)"
        }
        guard let folder else { return nil }
        let changed = modules.filter { module in
            PluginModule(named: module.name, in: folder).map { $0 != module } ?? false
        }
        guard !changed.isEmpty else { return nil }
        let names = changed.prefix(3).map(\.name).joined(separator: ", ") + (changed.count > 3 ? ", …" : "")
        return "was built against another build of Lacuna (\(names) differ\(changed.count == 1 ? "s" : ""))"
    }
}
