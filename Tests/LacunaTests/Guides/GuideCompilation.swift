import Foundation

/// The Swift of a guide, as its reader puts it into files, compiled against the modules beside the tests.
///
/// A block whose first line is a comment with a path (`// Sources/Laplace/LaplaceObservation.swift`) is that file; those of
/// a folder of `Sources/` without a `main.swift` are a module, which the others import. Blocks without a path are one
/// script, in their order. Of two blocks with one path the later one is the file.
struct GuideCompilation {
    private struct File {
        var path: String
        var text: String
    }

    private let guide: Guide
    private var files: [File] = []
    private var script = ""

    init(_ guide: Guide) {
        self.guide = guide
        for block in guide.blocks("swift") {
            let place = "#sourceLocation(file: \"\(guide.path)\", line: \(block.line))\n"
            if let path = Self.path(of: block) {
                // The constant of a manifest is one of a script.
                let text = block.text.replacing("\nlet package =", with: "\nnonisolated(unsafe) let package =")
                files.removeAll { $0.path == path }
                files.append(File(path: path, text: place + text))
            } else {
                script += place + block.text
            }
        }
    }

    private static func path(of block: Guide.Block) -> String? {
        guard let first = block.lines.first, first.hasPrefix("// ") else { return nil }
        // A manifest must begin with this very line.
        if first.hasPrefix("// swift-tools-version:") { return "Package.swift" }
        guard first.hasSuffix(".swift") else { return nil }
        let path = first.dropFirst(3)
        return path.contains(" ") ? nil : String(path)
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// What the compiler says against it; empty where everything compiles.
    func problems(_ compiler: SwiftCompiler) throws -> String {
        guard !files.isEmpty || !script.isEmpty else { return "" }
        let place = FileManager.default.temporaryDirectory.appending(path: "lacuna-guide-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let programs = Set(files.filter { $0.path.hasSuffix("/main.swift") }.map { Self.folder(of: $0.path) })
        var modules: [String] = []
        for file in files {
            let folder = Self.folder(of: file.path)
            guard folder.hasPrefix("Sources/"), !programs.contains(folder), !modules.contains(folder) else { continue }
            modules.append(folder)
        }
        for folder in modules {
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            let messages = try compile(
                files.filter { Self.folder(of: $0.path) == folder }, in: place, folder: name, compiler,
                ["-emit-module", "-wmo", "-module-name", name, "-o", place.appending(path: "\(name).swiftmodule").path])
            guard messages.isEmpty else { return messages }
        }
        var rest = files.filter { !modules.contains(Self.folder(of: $0.path)) }
        var messages = ""
        if !script.isEmpty, rest.contains(where: { $0.path.hasSuffix("main.swift") }) {
            messages += try compile(rest, in: place, folder: "program", compiler, ["-typecheck"])
            rest = []
        }
        if !script.isEmpty { rest.append(File(path: "main.swift", text: script)) }
        if !rest.isEmpty { messages += try compile(rest, in: place, folder: "rest", compiler, ["-typecheck"]) }
        return messages
    }

    private func compile(
        _ files: [File], in place: URL, folder: String, _ compiler: SwiftCompiler, _ options: [String]
    ) throws -> String {
        let folder = place.appending(path: "in-\(folder)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let paths = try files.map { file in
            let path = folder.appending(path: file.path.split(separator: "/").last.map(String.init) ?? file.path)
            try Data(file.text.utf8).write(to: path)
            return path.path
        }
        return try compiler.run(options + ["-I", place.path] + paths)
    }
}
