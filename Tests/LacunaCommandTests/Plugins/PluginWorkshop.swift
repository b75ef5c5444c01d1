import Foundation
import LacunaCore
import Testing

/// Libraries built once for all tests, and the program that loads them: the `lacuna` beside the tests, as a process.
struct PluginWorkshop: Sendable {
    static let shared = Result { try PluginWorkshop() }

    /// Where all of it lies; removed when the tests end.
    static let folder = FileManager.default.temporaryDirectory.appending(path: "lacuna-plugins-\(UUID().uuidString)")
        .path

    /// The program.
    let program: String
    /// What building the library of `PluginProbe.plugin` came to.
    let building: Outcome

    /// What a run of the program came to.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var messages: String
    }

    private init() throws {
        let tests = try #require(PluginProgram.program)
        program = URL(filePath: tests).deletingLastPathComponent().appending(path: "lacuna").path
        try #require(FileManager.default.isExecutableFile(atPath: program), "\(program) is not built")
        atexit { try? FileManager.default.removeItem(atPath: PluginWorkshop.folder) }
        try Self.write(PluginProbe.plugin, to: "Probe/Sources/Probe/ProbePlugin.swift")
        try Self.write(PluginProbe.observation, to: "Probe/Sources/Probe/Parts/LogisticObservation.swift")
        building = try Self.run(program, ["plugin", "build", Self.path("Probe")])
        for (name, text) in [
            ("Doctored", PluginProbe.doctored), ("Copying", PluginProbe.copying), ("Lacking", PluginProbe.lacking),
        ] {
            let source = try Self.write(text, to: "\(name).swift")
            let made = try Self.run(
                "/usr/bin/env",
                [
                    "swiftc", "-parse-as-library", "-emit-library", "-module-name", name, source, "-o",
                    Self.path("lib\(name).so"),
                ])
            try #require(made.status == 0, "\(made.messages)")
        }
        try Self.write("no library at all\n", to: "text.so")
        try Self.write(ExampleTable.text(), to: "data.csv")
    }

    /// The path of a file of the workshop.
    static func path(_ name: String) -> String { folder + "/" + name }

    /// The library of `PluginProbe.plugin`.
    static var probe: String { path("Probe/libProbe.so") }

    /// Writes a file, with the folders above it, and returns its path.
    @discardableResult static func write(_ text: String, to name: String) throws -> String {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Runs a command line whose words have no spaces; `@name` stands for a file of the workshop. A copy of the program may
    /// run it.
    func run(_ line: String, environment: [String: String] = [:], by copy: String? = nil) throws -> Outcome {
        let words = line.split(separator: " ").map {
            $0.hasPrefix("@") ? Self.path(String($0.dropFirst())) : String($0)
        }
        return try Self.run(copy ?? program, words, environment: environment)
    }

    private static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files, since a pipe that nobody empties would stop the program.
        let streams = try ["out", "err"].map { try write("", to: "\(UUID().uuidString).\($0)") }
        let handles = try streams.map { try FileHandle(forWritingTo: URL(filePath: $0)) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        process.waitUntilExit()
        for handle in handles { try handle.close() }
        let texts = try streams.map { String(decoding: try FileContents.read(path: $0), as: UTF8.self) }
        return Outcome(status: process.terminationStatus, output: texts[0], messages: texts[1])
    }
}

/// Expects an exit status and texts among the messages.
func expect(
    _ outcome: PluginWorkshop.Outcome, status: Int32, says texts: String...,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let isAsExpected = outcome.status == status && texts.allSatisfy { outcome.messages.contains($0) }
    #expect(isAsExpected, "\(outcome.status): \(outcome.messages)\(outcome.output)", sourceLocation: sourceLocation)
}
