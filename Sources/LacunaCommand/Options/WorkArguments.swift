import Foundation
import LacunaCore

/// The options of commands that work for a while.
struct WorkArguments: Sendable {
    /// Threads; they change the time it takes and nothing else.
    let threadCount: Int
    /// Whether only warnings are shown.
    let isQuiet: Bool

    static let threadsOption = OptionDescription.option(
        "threads", value: "n", .integer(1...1024),
        help: "Threads (default: one a processor); results do not depend on them")
    static let quietFlag = OptionDescription.flag("quiet", short: "q", help: "Show warnings and errors only")
    static let jsonFlag = OptionDescription.flag("json", help: "Print one JSON object on standard output")

    /// Takes `--threads` and `--quiet`.
    init(_ arguments: ParsedArguments) {
        threadCount = arguments.integer("threads") ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        isQuiet = arguments.flag("quiet")
    }
}
