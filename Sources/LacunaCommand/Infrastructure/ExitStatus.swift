import LacunaCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The exit statuses of the program, and what it says on the way out.
public enum ExitStatus {
    /// All went well.
    public static let success: Int32 = 0
    /// Work that had started failed.
    public static let failure: Int32 = 1
    /// The command line, the configuration, the data or a file cannot be used.
    public static let misuse: Int32 = 2

    /// The exit status for an error.
    ///
    /// 2 for usage, configuration, data and files; 1 for work; for an interruption 128 plus the signal: 130 for SIGINT,
    /// 143 for SIGTERM, and 141, that of SIGPIPE, for `LacunaError.closedPipe`.
    public static func status(of error: LacunaError, interruption: Interruption? = nil) -> Int32 {
        switch error.kind {
        case .usage, .configuration, .data, .file: misuse
        case .work: failure
        case .interrupted: 128 + (error == .closedPipe ? SIGPIPE : interruption?.requested ?? SIGINT)
        }
    }

    /// What to write to standard error, with a line break at the end: one problem behind the program's name, or several
    /// as a list. Nothing for a closed pipe.
    public static func render(_ error: LacunaError, program: String = "lacuna") -> String {
        if error == .closedPipe { return "" }
        let problems = error.problems.map(DisplayText.printable)
        var lines =
            problems.count == 1
            ? ["\(program): \(problems[0])"]
            : ["\(program): \(problems.count) problems"] + problems.map { "  - " + $0 }
        if error.kind == .usage { lines.append("See \(program) --help.") }
        return lines.joined(separator: "\n") + "\n"
    }
}
