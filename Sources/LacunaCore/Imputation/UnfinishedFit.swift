/// A fit that failed midway, with what was learnt until then.
public struct UnfinishedFit: Error, Sendable {
    /// Why it failed.
    public let problem: LacunaError
    /// The last good state.
    public let imputer: any FittedImputer

    /// A fit that failed with its last good state.
    public init(_ problem: LacunaError, imputer: any FittedImputer) {
        self.problem = problem
        self.imputer = imputer
    }
}

extension UnfinishedFit: CustomStringConvertible {
    /// Why it failed.
    public var description: String { problem.description }
}
