import Foundation

/// A folder of its own for one test, removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "lacuna-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        // Without links, so that paths can be compared.
        path = url.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ content: String? = nil) throws -> String {
        let file = path + "/" + name
        if let content { try content.write(toFile: file, atomically: false, encoding: .utf8) }
        return file
    }

    func content(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

/// The problems that a body throws; empty where it throws none.
func problems(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch {
        return "\(error)".split(separator: "\n").map(String.init)
    }
}
