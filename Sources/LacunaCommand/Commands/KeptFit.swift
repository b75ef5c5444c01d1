import LacunaCore

extension UnfinishedFit {
    /// Stores the last good state where the user wants one, and says where it is.
    ///
    /// - Returns: The error to end with.
    /// - Throws: `LacunaError` where the file cannot be written.
    func keeping(in path: String?, blueprint: Blueprint, schema: Schema) throws -> LacunaError {
        guard let path else { return problem }
        try ModelFile.write(FittedTable(blueprint: blueprint, schema: schema, imputer: imputer), path: path)
        let state = problem.kind == .interrupted ? "best of the finished fits" : "last good state"
        return LacunaError(problem.kind, problem.problems.map { "\($0). The \(state) is saved in \(path)" })
    }
}
