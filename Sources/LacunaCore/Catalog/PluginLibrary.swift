/// A shared library of plug-ins that was loaded while the program runs.
///
/// ```swift
/// var catalog = try Catalog.bundled()
/// try catalog.add(PluginLibrary(loading: "libDetectionLimits.so"))
/// ```
///
/// A library belongs to the build of the program that built it (`lacuna plugin build`): it contains nothing of Lacuna, but
/// finds everything in the program. It is never unloaded.
public struct PluginLibrary: Sendable {
    private typealias Handshake = @convention(c) (Int32) -> UnsafePointer<CChar>?
    private typealias Register = @Sendable @convention(c) (UnsafeMutableRawPointer) -> Void

    /// The library, as it was named first.
    public let path: String
    /// What it says of itself.
    public let handshake: PluginHandshake
    private let binary: PluginBinary
    private let register: Register

    /// Loads a library; nothing is added to any catalog yet.
    ///
    /// - Throws: `LacunaError` where it is not there, is no library of plug-ins, or was built for something else than this
    ///   program.
    public init(loading path: String) throws(LacunaError) {
        let binary = try PluginBinary(opening: path)
        let shown = SentenceText.path(path)
        func incomplete(_ function: String) -> LacunaError {
            LacunaError(
                .file,
                """
                \(shown) is a shared library, but no plug-in of Lacuna: it has no function \(function); make it with lacuna \
                plugin build FOLDER
                """)
        }
        guard let handshake = binary.symbol("lacuna_plugin_handshake") else {
            throw incomplete("lacuna_plugin_handshake")
        }
        guard binary.symbol(PluginBinary.hostSymbol) == nil else {
            throw LacunaError(
                .file,
                """
                \(shown) carries a copy of Lacuna of its own, whose types are others than those of this program; make it with \
                lacuna plugin build FOLDER, which leaves Lacuna out
                """)
        }
        self.handshake = PluginHandshake(unsafeBitCast(handshake, to: Handshake.self))
        if let disagreement = self.handshake.disagreement(with: .current, modules: PluginProgram.modules) {
            throw LacunaError(
                .file, "\(shown) \(disagreement); build it again with this program: lacuna plugin build FOLDER")
        }
        guard let register = binary.symbol("lacuna_plugin_register") else {
            throw incomplete("lacuna_plugin_register")
        }
        self.path = path
        self.binary = binary
        self.register = unsafeBitCast(register, to: Register.self)
    }

    /// The file without its folder.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The checksum of the file, in hexadecimal digits.
    public var checksum: String { binary.checksum }

    /// Adds the parts to a catalog.
    func extend(_ catalog: inout Catalog) throws(LacunaError) {
        do {
            try PluginRegistration.extend(&catalog, by: register)
        } catch let error as LacunaError {
            throw LacunaError(.configuration, error.problems.map { "\(SentenceText.path(path)): \($0)" })
        } catch {
            throw LacunaError(.configuration, "\(SentenceText.path(path)): its plug-in cannot be registered: \(error)")
        }
    }
}

extension PluginLibrary: Equatable {
    /// Whether both are the same file.
    public static func == (a: PluginLibrary, b: PluginLibrary) -> Bool { a.binary.identity == b.binary.identity }
}

extension PluginLibrary {
    /// Whether a file whose first four bytes are these begins as a shared library does: in the executable and linkable
    /// format, or in that of Apple's systems.
    public static func isBeginning(_ bytes: [UInt8]) -> Bool { beginnings.contains(bytes) }

    #if canImport(Darwin)
        private static let beginnings: [[UInt8]] = [
            [0xCF, 0xFA, 0xED, 0xFE], [0xCE, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE],
        ]
    #else
        private static let beginnings = [ElfFile.magic]
    #endif
}
