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
    /// The build identifier of the program that these module files belong to, or of the program; `nil` where it is not
    /// known.
    public var buildIdentifier: String?

    /// The text of a field: 0 the ABI number, 1 the package's version, 2 the compiler, 3 the modules, 4 the build
    /// identifier, `nil` for others.
    ///
    /// Emitted into the caller, so that a library says what it was compiled with; an ordinary function would be that of
    /// the program which loads it, and always agree.
    ///
    /// - Parameters:
    ///   - field: Which.
    ///   - modules: The module files with their checksums, as `PluginModule.list(_:)` writes them.
    ///   - build: The build identifier of the program that these belong to; an empty text where it is not known.
    @_alwaysEmitIntoClient @inline(__always)
    public static func ofCaller(
        _ field: Int32, modules: StaticString, build: StaticString
    ) -> UnsafePointer<CChar>? {
        let text: StaticString
        switch field {
        case 0: text = PluginInterfaceVersion.ofCaller
        case 1: text = PackageVersion.ofCaller
        case 2: return CompilerVersion.ofCaller
        case 3: text = modules
        case 4: text = build
        default: return nil
        }
        return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// What the running program says.
    public static let current: PluginHandshake = {
        var current = PluginHandshake { ofCaller($0, modules: "", build: "") }
        current.buildIdentifier = PluginProgram.buildIdentifier
        return current
    }()

    /// Asks for all fields.
    init(_ field: (Int32) -> UnsafePointer<CChar>?) {
        func text(_ number: Int32) -> String { field(number).map { String(cString: $0) } ?? "unknown" }
        abi = text(0)
        version = text(1)
        compiler = text(2)
        modules = PluginModule.list(parsing: text(3))
        buildIdentifier = field(4).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Why a library with this handshake cannot be loaded by a program with another; `nil` where it can.
    ///
    /// Module files that are still there decide, since a program that was only linked anew takes the same libraries. A
    /// program that was moved away from them takes the libraries of its own build alone.
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
        let found = modules.compactMap { module in
            folder.flatMap { PluginModule(named: module.name, in: $0) }.map { (module: module, isSame: $0 == module) }
        }
        guard !found.isEmpty else { return disagreementOfBuilds(with: program) }
        let changed = found.filter { !$0.isSame }
        guard !changed.isEmpty else { return nil }
        let names = changed.prefix(3).map(\.module.name).joined(separator: ", ") + (changed.count > 3 ? ", …" : "")
        return "was built against another build of Lacuna (\(names) differ\(changed.count == 1 ? "s" : ""))"
    }

    /// Why a library is not known to be of the program's build; `nil` where it is.
    private func disagreementOfBuilds(with program: PluginHandshake) -> String? {
        let away = "this program has no module files beside it that would tell"
        guard let own = program.buildIdentifier else {
            return "may be of another build of Lacuna: \(away), and no build identifier (link it with --build-id)"
        }
        guard let buildIdentifier else { return "does not say which build of Lacuna it belongs to, and \(away)" }
        guard buildIdentifier != own else { return nil }
        return """
            was built against another build of Lacuna (it belongs to the program with the build identifier \
            \(SentenceText.abbreviated(buildIdentifier)), and this one has \(own))
            """
    }
}
