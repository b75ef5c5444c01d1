import Foundation

/// The C headers of the module `CLacunaKernels`, which Lacuna's module files need.
public enum PluginHeaders {
    /// The module of the headers.
    public static let module = "CLacunaKernels"

    /// Where the headers may be, the nearest to the module files first: beside them, in a package around them, in a package
    /// around the running program, or in the package that this file was compiled in.
    ///
    /// - Parameter modules: The folder of module files.
    public static func places(for modules: String) -> [String] {
        places(for: modules, around: PluginProgram.program)
    }

    /// Where the headers may be for a program at a path.
    static func places(for modules: String, around program: String?) -> [String] {
        let inPackage = "Sources/\(module)/include"
        var places = [modules + "/" + module]
        for start in [modules, program].compactMap(\.self) {
            var folder = URL(filePath: start).resolvingSymlinksInPath()
            for _ in 0..<8 where folder.path != "/" {
                folder.deleteLastPathComponent()
                let place = folder.appending(path: inPackage).path
                if isHeaderFolder(place), !places.contains(place) { places.append(place) }
            }
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let own = package.appending(path: inPackage).standardizedFileURL.path
        return places.contains(own) ? places : places + [own]
    }

    /// The folder of the headers that belong to module files; `nil` where there is none.
    ///
    /// - Parameter modules: The folder of module files.
    public static func folder(for modules: String) -> String? { places(for: modules).first(where: isHeaderFolder) }

    private static func isHeaderFolder(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/module.modulemap")
    }

    /// The headers with their names, in the order of these; `nil` where they cannot be read.
    static func contents(for modules: String) -> [UInt8]? {
        guard let folder = folder(for: modules),
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return nil }
        var contents: [UInt8] = []
        for name in names.sorted() where name.hasSuffix(".h") || name.hasSuffix(".modulemap") {
            guard let bytes = try? FileContents.read(path: "\(folder)/\(name)") else { return nil }
            contents += Array("\(name) \(bytes.count)\n".utf8) + bytes
        }
        return contents
    }
}
