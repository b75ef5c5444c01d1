/// A fit in code that failed midway, with the model as it was learnt until then.
public struct UnfinishedModel: Error, Sendable {
    /// Why it failed.
    public let problem: LacunaError
    /// The last good state.
    public let model: FittedLatentVariableModel
}

extension UnfinishedModel: CustomStringConvertible {
    /// Why it failed.
    public var description: String { problem.description }
}
