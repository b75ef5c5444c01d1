import Foundation
import Lacuna
import LacunaCore

/// The Swift compiler, set up to make libraries for a build of Lacuna.
struct PluginCompiler: Sendable {
    /// The path of `swiftc`.
    private let compiler: String
    /// The folder of Lacuna's module files.
    private let modules: String
    /// The folder of the C headers that the modules need.
    private let headers: String
    /// The build identifier of the program that the modules belong to.
    private let build: String?

    /// Finds the compiler and the files of Lacuna.
    ///
    /// - Parameter folder: The module files; `nil` for those beside the running program.
    /// - Throws: `LacunaError` where one of them is not there.
    init(modules folder: String?) throws(LacunaError) {
        let manager = FileManager.default
        guard let modules = folder ?? PluginProgram.modules else {
            throw LacunaError(
                .file,
                """
                this program has no folder Modules with LacunaCore.swiftmodule beside it (\(PluginProgram.program ?? "?")), \
                which a plug-in is compiled against; run the lacuna in the .build folder of its package, or name the folder \
                of the build that this program comes from: --modules DIR
                """)
        }
        guard manager.fileExists(atPath: modules + "/LacunaCore.swiftmodule") else {
            throw LacunaError(
                .file,
                """
                --modules: \(DisplayText.truncated(modules, to: 400)) has no LacunaCore.swiftmodule; expected the folder Modules of a build of Lacuna, such \
                as .build/release/Modules
                """)
        }
        guard let headers = PluginHeaders.folder(for: modules) else {
            throw LacunaError(
                .file,
                """
                the C headers of Lacuna are not found (\(PluginHeaders.places(for: modules).joined(separator: ", "))); copy \
                Sources/CLacunaKernels/include of its package to \(modules)/CLacunaKernels
                """)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { "\($0)/swiftc" }
        guard let compiler = candidates.first(where: { manager.isExecutableFile(atPath: $0) }) else {
            throw LacunaError(
                .file,
                """
                the Swift compiler swiftc is in no folder of PATH; install the Swift toolchain that built this program, \
                which is the one whose compiler calls itself \(PluginHandshake.current.compiler), and add its folder \
                usr/bin to PATH
                """)
        }
        self.compiler = compiler
        self.modules = modules
        self.headers = headers
        build =
            folder == nil
            ? PluginProgram.buildIdentifier
            : PluginProgram.program(besides: modules).flatMap(PluginProgram.buildIdentifier(of:))
    }

    /// The modules that a plug-in may import.
    static var moduleNames: [String] {
        [PluginHeaders.module, "LacunaTensors", "LacunaCore", "LacunaTestKit", "Lacuna", "LacunaCommand"]
            + AllPlugins.list.map { "Lacuna" + $0.name }
    }

    /// Makes the library.
    ///
    /// - Parameters:
    ///   - sources: What it is made of.
    ///   - library: Where it goes; a library that is there is replaced in one go, so that programs which use it keep the old.
    ///   - console: Where the compiler's messages go.
    /// - Throws: `LacunaError` of kind `work` where the compiler refuses the sources.
    func build(_ sources: PluginSources, to library: String, console: Console) throws {
        let folder = try Self.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let entry = folder + "/LacunaPluginEntry.swift"
        let present = Self.moduleNames.compactMap { PluginModule(named: $0, in: modules) }
        let text = PluginEntry.text(pluginType: sources.pluginType, modules: present, build: build)
        try Data(text.utf8).write(to: URL(filePath: entry))
        let made = folder + "/library"
        let (status, messages) = try run(arguments(sources, entry: entry, output: made))
        if !messages.isEmpty { console.report(messages) }
        guard status == 0 else {
            let hint =
                messages.contains("no such module")
                ? "; a library is compiled from the files of \(sources.module) alone, with Lacuna's modules and those of the "
                    + "toolchain: what needs other packages goes into a program of its own"
                : ""
            throw LacunaError(
                .work, "\(sources.folder) cannot be compiled; mend what the compiler says above (\(compiler))\(hint)")
        }
        let bytes = try FileContents.read(path: made)
        try AtomicFile.replace(path: library) { writer throws(LacunaError) in try writer.write(bytes) }
    }

    /// Makes a folder for files on the way, inside the system's, which is there or is not made.
    private static func makeTemporaryFolder() throws(LacunaError) -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lacuna-plugin-\(UUID().uuidString)").path
        var files = NewFiles()
        do throws(LacunaError) {
            try files.makeFolder(folder, mode: 0o700)
        } catch {
            throw LacunaError(
                .file, error.problems.map { $0 + "; temporary files go where the environment variable TMPDIR says" })
        }
        return folder
    }

    private func arguments(_ sources: PluginSources, entry: String, output: String) -> [String] {
        var arguments = [
            "-O", "-whole-module-optimization", "-swift-version", "6", "-parse-as-library", "-emit-library",
            "-module-name", sources.module, "-I", modules, "-I", headers, "-o", output,
            // Two optimiser passes of Swift 6.3 produce wrong code silently (swiftlang/swift#77558 and #88798).
            "-Xllvm", "-sil-disable-pass=dead-store-elimination", "-Xllvm",
            "-sil-disable-pass=redundant-load-elimination",
        ]
        #if canImport(Darwin)
            arguments += ["-Xlinker", "-undefined", "-Xlinker", "dynamic_lookup"]
        #endif
        return arguments + sources.files + [entry]
    }

    /// Runs the compiler to its end.
    private func run(_ arguments: [String]) throws -> (status: Int32, messages: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: compiler)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        do {
            try process.run()
        } catch {
            throw LacunaError(.work, "\(compiler) cannot be run: \(error.localizedDescription)")
        }
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var messages = Substring(decoding: bytes, as: UTF8.self)
        while messages.last?.isNewline == true { messages.removeLast() }
        return (process.terminationStatus, String(messages))
    }
}
