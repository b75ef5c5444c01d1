import Foundation

/// The compiler of the toolchain, with the modules that this run of the tests was built with.
struct SwiftCompiler: Sendable {
    private let options: [String]

    /// - Throws: Where the build folder, or the compiler, is not found.
    init() throws {
        guard var build = Bundle.main.executableURL else {
            throw CompilerProblem("the tests do not know where they lie")
        }
        while !FileManager.default.fileExists(atPath: build.appending(path: "Modules/LacunaCore.swiftmodule").path) {
            guard build.path.count > 1 else { throw CompilerProblem("no folder Modules lies above the tests") }
            build = build.deletingLastPathComponent()
        }
        let headers = Guide.root.appending(path: "Sources/CLacunaKernels/include").path
        var options = ["-swift-version", "6", "-I", build.appending(path: "Modules").path, "-I", headers]
        // The package manager writes a module map for C targets that have none of their own.
        let map = build.appending(path: "CLacunaKernels.build/module.modulemap").path
        if FileManager.default.fileExists(atPath: map) { options += ["-Xcc", "-fmodule-map-file=\(map)"] }
        let target = try Self.launch(["-print-target-info"])
        if let resources = target.firstMatch(of: /"runtimeResourcePath": "([^"]+)"/)?.1 {
            options += [
                "-I", "\(resources)/pm/ManifestAPI", "-package-description-version", "6.2.0", "-plugin-path",
                "\(resources)/host/plugins",
            ]
        }
        self.options = options
    }

    /// Runs the compiler with further options and files.
    ///
    /// - Returns: Its messages; empty where it has no errors.
    func run(_ arguments: [String]) throws -> String {
        do {
            _ = try Self.launch(options + arguments)
            return ""
        } catch let problem as CompilerProblem {
            return problem.description
        }
    }

    private static func launch(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swiftc"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CompilerProblem(output) }
        return output
    }
}

/// What the compiler, or the way to it, has against a text.
struct CompilerProblem: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
