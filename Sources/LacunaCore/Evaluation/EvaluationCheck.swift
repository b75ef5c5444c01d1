extension Evaluation {
    /// Checks before any method is fitted that one can learn from the table when cells are removed, and complete it.
    ///
    /// - Parameters:
    ///   - blueprint: The method.
    ///   - kept: Which cells stay, rows × columns of the layout.
    /// - Throws: `LacunaError` of the kind `configuration` where its parts do not fit the table, its imputations have no
    ///   room, or its encoder takes complete rows only.
    public func check(_ blueprint: Blueprint, kept: [Bool]) throws {
        guard blueprint.imputer.usesModel else { return }
        let masked = dataset.masked(keeping: kept)
        let model = try blueprint.model(for: masked)
        if let bound = blueprint.bound as? any ImputationBound {
            return try ImputationTable.check(masked, count: bound.imputationCount)
        }
        guard !model.encoderInput.servesMissingCells else { return }
        throw LacunaError(
            .configuration,
            """
            a table with removed cells can never be learnt from: bound \(type(of: blueprint.bound).name) shows the encoder \
            the rows as they are, but model.encoderInput \(type(of: model.encoderInput).name) takes complete rows only; \
            choose a method for incomplete tables, or an encoder input that serves missing cells
            """)
    }
}
