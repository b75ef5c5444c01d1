import LacunaTensors

/// What was learnt from a table: its schema and a fitted imputer, ready to complete it or another of the same schema.
public struct FittedTable: Sendable {
    /// The configuration in effect.
    public let blueprint: Blueprint
    /// Kinds, categories and units of the columns.
    public let schema: Schema
    /// How the table is encoded.
    public let layout: FeatureLayout
    /// The imputer.
    public let imputer: any FittedImputer

    /// A fitted imputer with the schema of the table that it was fitted to.
    public init(blueprint: Blueprint, schema: Schema, imputer: any FittedImputer) {
        self.blueprint = blueprint
        self.schema = schema
        layout = FeatureLayout(schema)
        self.imputer = imputer
    }

    /// Learns from a table.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - schema: Its schema, inferred by `Schema.infer`.
    ///   - context: Configuration, threads and whom to report to.
    /// - Throws: `LacunaError`, and `UnfinishedFit` where training diverges.
    public static func fit(_ table: Table, schema: Schema, context: ImputerContext) throws -> FittedTable {
        let layout = FeatureLayout(schema)
        guard layout.featureCount > 0 else {
            throw LacunaError(
                .data,
                "\(table.name): no column can be learnt from; every column is ignored or has no observed cell")
        }
        let dataset = try Dataset(table: table, schema: schema, layout: layout)
        let imputer = try context.blueprint.imputer.fit(dataset, context: context)
        return FittedTable(blueprint: context.blueprint, schema: schema, imputer: imputer)
    }

    /// Completes a table of the schema that was fitted.
    ///
    /// - Throws: `LacunaError`; call `schema.check` before for messages on what differs.
    public func complete(_ table: Table, request: ImputationRequest, context: ImputerContext) throws -> Imputations {
        try imputer.complete(
            Dataset(table: table, schema: schema, layout: layout), request: request, context: context)
    }
}
