import Foundation
import LacunaCore

/// The source files of a plug-in: those of the one module below `Sources` that has a file `<Module>Plugin.swift`.
struct PluginSources: Sendable {
    /// The folder that was named.
    let folder: String
    /// The module, which is the name of its folder.
    let module: String
    /// Its Swift files, in the order of their paths.
    let files: [String]

    /// The type that adds the parts.
    var pluginType: String { module + "Plugin" }

    /// Where the library goes if nothing else is said.
    var defaultLibrary: String { "\(folder)/lib\(module).\(Self.libraryExtension)" }

    #if canImport(Darwin)
        private static let libraryExtension = "dylib"
    #else
        private static let libraryExtension = "so"
    #endif

    /// Finds them.
    ///
    /// - Throws: `LacunaError` where there is no such module, or more than one.
    init(in folder: String) throws(LacunaError) {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        let manager = FileManager.default
        let form =
            "FOLDER/Sources/MODULE/MODULEPlugin.swift with a type MODULEPlugin in it; lacuna plugin new NAME writes a folder "
            + "that has it"
        let sources = folder + "/Sources"
        guard let names = try? manager.contentsOfDirectory(atPath: sources) else {
            let place = DisplayText.truncated(folder, to: 400)
            let reason =
                manager.fileExists(atPath: folder)
                ? "\(place) has no folder Sources that can be read" : "there is no folder \(place)"
            throw LacunaError(.file, "\(reason); expected \(form)")
        }
        let modules = names.sorted().filter { manager.fileExists(atPath: "\(sources)/\($0)/\($0)Plugin.swift") }
        guard let module = modules.first, modules.count == 1 else {
            let found = modules.isEmpty ? "no plug-in" : "more than one plug-in (\(modules.joined(separator: ", ")))"
            throw LacunaError(.file, "\(sources) holds \(found); expected one \(form)")
        }
        guard Self.isIdentifier(module) else {
            throw LacunaError(
                .file,
                "the folder \(sources)/\(module) cannot be a Swift module; use letters, digits and underscores only")
        }
        guard !PluginName.isTaken(module) else {
            throw LacunaError(
                .file,
                """
                the folder \(sources)/\(module) would be a module that hides one of Lacuna's or of Swift's; choose another \
                name, such as My\(module)
                """)
        }
        let place = "\(sources)/\(module)"
        let found = manager.enumerator(atPath: place)?.compactMap { $0 as? String } ?? []
        let isHidden = { (path: String) in path.split(separator: "/").contains { $0.hasPrefix(".") } }
        files = found.filter { $0.hasSuffix(".swift") && !isHidden($0) }.sorted().map { "\(place)/\($0)" }
        self.folder = folder
        self.module = module
    }

    private static func isIdentifier(_ name: String) -> Bool {
        let isLetter = { (byte: UInt8) in (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F }
        return name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
            && name.utf8.first.map(isLetter) == true
    }
}
