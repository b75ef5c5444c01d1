import LacunaTensors

/// To which cluster each row of a dataset belongs, by the observed cells alone: p(cluster | x_o) of every row.
public struct ClusterResponsibilities: Sendable {
    /// Number of clusters.
    public let clusterCount: Int
    /// Rows × clusters, row by row; those of a row sum to 1.
    public let probabilities: [Double]
    /// How far those of each row can be trusted.
    public let diagnostics: [RowDiagnostics]

    /// Responsibilities from numbers.
    ///
    /// - Precondition: There are `clusterCount` probabilities for each of the diagnostics.
    init(clusterCount: Int, probabilities: [Double], diagnostics: [RowDiagnostics]) {
        precondition(probabilities.count == clusterCount * diagnostics.count, "a probability of each row and cluster")
        self.clusterCount = clusterCount
        self.probabilities = probabilities
        self.diagnostics = diagnostics
    }

    /// Number of rows.
    public var rowCount: Int { diagnostics.count }

    /// The probabilities of the clusters of a row.
    public subscript(row: Int) -> ArraySlice<Double> {
        probabilities[row * clusterCount..<(row + 1) * clusterCount]
    }

    /// The most probable cluster of a row, from 0; the first of them in a tie.
    public func mostProbableCluster(ofRow row: Int) -> Int {
        let shares = self[row]
        var best = shares.startIndex
        for place in shares.indices where shares[place] > shares[best] { best = place }
        return best - shares.startIndex
    }

    /// The rows whose weights cannot be relied on.
    public var unreliableRows: [Int] { diagnostics.indices.filter { !diagnostics[$0].isReliable } }
}

extension Blueprint {
    /// Checks before any work that rows will belong to clusters.
    ///
    /// - Throws: `LacunaError` of kind `configuration` that names what has no clusters, and the priors that have.
    public func requireClusters() throws(LacunaError) {
        let clustered = catalog.components(in: Priors.self).filter { $0.type is any ClusteredPrior.Type }.map(\.name)
        guard imputer.usesModel else {
            throw LacunaError(
                .configuration,
                "the imputer \(type(of: imputer).name) has no latent variables, and so no clusters of rows to tell")
        }
        let prior = try configuration.model.prior.member()
        guard prior is any ClusteredPrior else {
            throw LacunaError(
                .configuration,
                "model.prior: \(type(of: prior).name) has no clusters of rows to tell; priors that have: "
                    + Suggestion.list(clustered))
        }
    }

    /// Checks before any work that the clusters of some rows can be told.
    ///
    /// - Throws: `LacunaError` of kind `configuration` where there are none, or where rows have holes and the encoder
    ///   takes complete ones only.
    public func requireClusters(of dataset: Dataset) throws {
        try requireClusters()
        try model(for: dataset.layout).requireEncodable(dataset, by: "the assignment to clusters")
    }
}

extension FittedModel {
    /// p(cluster | x_o) of each row by importance weights of draws from the encoder, whose number is
    /// `imputation.responsibilitySampleCount` of the configuration.
    ///
    /// - Throws: `LacunaError` where the prior has no clusters, or a row has no weights.
    public func responsibilities(of dataset: Dataset, context: ImputerContext) throws -> ClusterResponsibilities {
        let options = context.blueprint.configuration.imputation
        let run = ResponsibilityRun(
            model: model, store: store, sampleCount: options.responsibilitySampleCount,
            batchSize: options.batchSize ?? 1,
            stream: context.stream.child("responsibilities"), threadCount: context.threadCount)
        return try run.responsibilities(of: dataset, shouldStop: context.shouldStop, report: context.reportRows)
    }
}

extension FittedTable {
    /// p(cluster | x_o) of each row of a table of the schema that was fitted.
    ///
    /// - Throws: `LacunaError` where the fitted model has no clusters; `Blueprint.requireClusters` tells before fitting.
    public func responsibilities(of table: Table, context: ImputerContext) throws -> ClusterResponsibilities {
        try blueprint.requireClusters()
        guard let model = imputer as? FittedModel else {
            throw LacunaError(
                .configuration,
                "the imputer \(type(of: blueprint.imputer).name) does not tell which cluster a row belongs to")
        }
        return try model.responsibilities(
            of: Dataset(table: table, schema: schema, layout: layout), context: context)
    }
}
