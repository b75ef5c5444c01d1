import Foundation
import Lacuna
import LacunaCommand
import LacunaCore

/// A folder of its own in which command lines are run, removed at the end.
final class CommandSandbox {
    let folder: String
    private let catalog: Catalog

    /// What a command line came to.
    struct Outcome {
        var status: Int32
        var output: String
        var messages: String
    }

    /// Settings that make a model small and training short.
    static let quick = [
        "--set", "training.steps=60", "--set", "training.closingSteps=20", "--set",
        "imputation.sampler.sampleCount=100", "--set",
        "model.decoder.hidden=[8]",
        "--set", "model.encoder.hidden=[8]",
    ]

    /// The same for methods with any sampler, as words.
    static let training =
        "--set training.steps=20 --set training.closingSteps=0 --set model.decoder.hidden=[8] --set model.encoder.hidden=[8]"

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lacuna-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        catalog = try Catalog.bundled()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a file and returns its path.
    @discardableResult func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// The text of a file.
    func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// The bytes of a file.
    func bytes(_ name: String) throws -> [UInt8] { try FileContents.read(path: path(name)) }

    /// The names of all files.
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    /// Runs a command line.
    func run(
        _ arguments: [String], interruption: Interruption = Interruption(), isTerminal: Bool = false
    ) -> Outcome {
        let output = CapturedOutput()
        let messages = CapturedOutput()
        let console = Console(output: output.sink(), messages: messages.sink(isTerminal: isTerminal, width: 200))
        let status = LacunaCommand.run(
            arguments: arguments, console: console, interruption: interruption, catalog: catalog)
        return Outcome(status: status, output: output.text, messages: messages.text)
    }

    /// Runs a command line whose words have no spaces; `@name` stands for a file of the folder.
    func run(_ line: String) -> Outcome {
        run(line.split(separator: " ").map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : String($0) })
    }

    /// Completes a table by a small model.
    func impute(_ name: String, _ more: String = "") -> Outcome {
        run("impute @\(name) " + Self.quick.joined(separator: " ") + " " + more)
    }
}

/// A table of two numeric columns, a binary and a categorical one that depend on each other, with missing cells.
enum ExampleTable {
    static let header = "height,weight,sex,group"

    /// The lines below the header.
    static func rows(_ count: Int = 48) -> [String] {
        (0..<count).map { row in
            let wave = sin(Double(row) * 1.7)
            var cells = [
                String(format: "%.1f", 170 + 9 * wave), String(format: "%.2f", 68 + 11 * wave + Double(row % 3)),
                wave > 0 ? "male" : "female", ["a", "b", "c"][row % 3],
            ]
            if row % 4 == 0 { cells[row / 4 % 4] = row % 8 == 0 ? "" : "NA" }
            return cells.joined(separator: ",")
        }
    }

    /// The table as a file.
    static func text(_ count: Int = 48) -> String { ([header] + rows(count)).joined(separator: "\n") + "\n" }

    /// The lines of a file.
    static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
