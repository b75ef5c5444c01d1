import Foundation
import LacunaCore

/// Where the sources of Lacuna lie: what a package of own parts depends on.
enum LacunaCheckout {
    /// The folder of the package that the running program was built from.
    ///
    /// - Parameter path: The folder that the user names, or `nil`: the folders above the program are looked through, then
    ///   the place where this file was compiled.
    /// - Throws: `LacunaError` of the kind `file` where there is none.
    static func folder(named path: String?) throws(LacunaError) -> String {
        if let path {
            let folder = URL(filePath: path).standardizedFileURL.path
            guard isCheckout(folder) else {
                throw LacunaError(
                    .file,
                    "--lacuna: \(path) is not the folder of Lacuna's sources; expected one whose Package.swift is Lacuna's"
                )
            }
            return folder
        }
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path
        for start in [program, #filePath].compactMap({ $0 }) {
            var folder = URL(filePath: start).deletingLastPathComponent().standardizedFileURL
            while folder.path.count > 1 {
                if isCheckout(folder.path) { return folder.path }
                folder = folder.deletingLastPathComponent()
            }
        }
        throw LacunaError(
            .file,
            """
            the sources of Lacuna are not found above the running program, \(program ?? "whose place is not known"); name \
            their folder by --lacuna FOLDER
            """)
    }

    /// Whether a folder holds Lacuna's own manifest.
    private static func isCheckout(_ folder: String) -> Bool {
        let manifest = URL(filePath: folder).appending(path: "Package.swift")
        guard let text = try? String(contentsOf: manifest, encoding: .utf8) else { return false }
        return text.contains("name: \"lacuna\",") && text.contains("name: \"LacunaCore\"")
    }
}
