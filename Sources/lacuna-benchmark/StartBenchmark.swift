import Foundation
import Lacuna
import LacunaCommand
import LacunaCore

/// How long `lacuna --help` takes, from the start of the process to its end, with parts beside those of the package.
///
/// The measured process is this program itself, which does what `lacuna` does where a variable of its environment says how
/// many parts to add.
enum StartBenchmark {
    private static let variable = "LACUNA_BENCHMARK_PARTS"
    private static let partCount = 200

    /// The catalog of the package with further parts.
    private static func catalog(adding count: Int) throws -> Catalog {
        var catalog = try Catalog.bundled()
        for type in NumberedParts.types(count) { try catalog.add(type, to: Schedules.self) }
        return catalog
    }

    /// The exit status of the measured process; `nil` where this is none.
    static func statusOfMeasuredProcess() throws -> Int32? {
        guard let count = ProcessInfo.processInfo.environment[variable].flatMap({ Int($0) }) else { return nil }
        return LacunaCommand.run(arguments: ["--help"], console: .standard(), catalog: try catalog(adding: count))
    }

    static func run() throws -> [BenchmarkFigure] {
        let target = "≤ 30"
        return [
            try figure("catalog of the package", 200, nil) { _ = try catalog(adding: 0) },
            try figure("catalog with 200 parts more", 200, nil) { _ = try catalog(adding: partCount) },
            try figure("lacuna --help", 30, target) { try measuredProcess(adding: 0) },
            try figure("lacuna --help with 200 parts more", 30, target) { try measuredProcess(adding: partCount) },
        ]
    }

    private static func figure(
        _ name: String, _ rounds: Int, _ target: String?, _ body: () throws -> Void
    ) throws -> BenchmarkFigure {
        try body()
        let times = try (0..<rounds).map { _ in
            let start = Stopwatch.now()
            try body()
            return 1e3 * (Stopwatch.now() - start)
        }
        return BenchmarkFigure(
            name: name, value: Stopwatch.median(times), best: times.min() ?? .nan, unit: "ms", shareOfPeak: nil,
            target: target)
    }

    /// Runs the measured process to its end.
    private static func measuredProcess(adding count: Int) throws {
        let path = CommandLine.arguments[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        let setting = "\(variable)=\(count)"
        let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" } + [setting]
        let words = [strdup(path), nil]
        let settings = environment.map { strdup($0) } + [nil]
        defer { for text in words + settings { free(text) } }
        var process = pid_t()
        var status: Int32 = 0
        guard posix_spawnp(&process, path, &actions, nil, words, settings) == 0,
            waitpid(process, &status, 0) == process,
            status == 0
        else {
            throw LacunaError(.work, "the process to be measured, \(path), did not run to its end")
        }
    }
}
