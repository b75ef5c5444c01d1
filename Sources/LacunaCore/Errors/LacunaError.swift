/// What went wrong, in sentences a user can act on.
///
/// Each problem names the place (file, line, column, configuration path), the offending value, what was expected and
/// what to do. Several problems found in one pass are reported together.
public struct LacunaError: Error, Sendable, Equatable {
    /// Who has to act, which decides the exit status of the command line.
    public enum Kind: String, Sendable {
        /// The command line was used wrongly (exit status 2).
        case usage
        /// The configuration cannot be used (exit status 2).
        case configuration
        /// The data cannot be used (exit status 2).
        case data
        /// A file cannot be read or written, or is not what it should be (exit status 2).
        case file
        /// Work that had started could not be finished (exit status 1).
        case work
        /// The user interrupted the work (exit status 130, or 143 for a termination request).
        case interrupted
    }

    /// Who has to act.
    public var kind: Kind
    /// The problems, one sentence each.
    public var problems: [String]

    /// An error of several problems.
    public init(_ kind: Kind, _ problems: [String]) {
        self.kind = kind
        self.problems = problems
    }

    /// An error of one problem.
    public init(_ kind: Kind, _ problem: String) {
        self.init(kind, [problem])
    }
}

extension LacunaError: CustomStringConvertible {
    /// The problems, one a line.
    public var description: String { problems.joined(separator: "\n") }
}
