import Foundation
import Lacuna

@testable import DetectionLimits

/// The files of the example, and a folder for what is made of them.
final class ExampleFiles {
    /// The folder of the example.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let water = folder + "/water.csv"
    static let configuration = folder + "/censored.json5"

    /// A folder that is removed with what lies in it.
    let work: String

    init() throws {
        work = NSTemporaryDirectory() + "lacuna-limits-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: work) }

    /// The cells of a table without quotes, header line first.
    static func cells(_ path: String) throws -> [[String]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
        }
    }

    /// Everything that comes with Lacuna, and the parts of the example.
    static func catalog() throws -> Catalog {
        var catalog = try Catalog.bundled()
        try catalog.add(DetectionLimitsPlugin.self)
        return catalog
    }
}
