/// Completed rows in the encoding of a dataset: observed features as they were, missing ones filled.
public struct Imputations: Sendable {
    /// How the features lie.
    public let layout: FeatureLayout
    /// The numbers of the file that come back exactly, those of the model.
    public let atoms: Atoms
    /// Number of rows.
    public let rowCount: Int
    /// The summary, rows × features.
    public var summary: [Float]
    /// The quantiles asked for, each rows × features.
    public var quantiles: [[Float]]
    /// The draws asked for, each rows × features.
    public var draws: [[Float]]
    /// What the sampler says of each row; `nil` for complete rows and for methods without a sampler.
    public var diagnostics: [RowDiagnostics?]

    /// Imputations that begin as a dataset's rows, missing cells 0.
    public init(_ dataset: Dataset, request: ImputationRequest, atoms: Atoms = .none) {
        layout = dataset.layout
        self.atoms = atoms
        rowCount = dataset.rowCount
        summary = dataset.values
        quantiles = request.quantiles.map { _ in dataset.values }
        draws = (0..<request.drawCount).map { _ in dataset.values }
        diagnostics = [RowDiagnostics?](repeating: nil, count: dataset.rowCount)
    }

    /// Fills the missing features of a row.
    public mutating func fill(row: Int, from result: RowImputation, observed: [UInt8]) {
        let width = layout.featureCount
        diagnostics[row] = result.diagnostics
        for feature in 0..<width where observed[row * width + feature] == 0 {
            let place = row * width + feature
            summary[place] = result.summary[feature]
            for index in quantiles.indices { quantiles[index][place] = result.quantiles[index][feature] }
            for index in draws.indices { draws[index][place] = result.draws[index][feature] }
        }
    }

    /// The rows whose results cannot be relied on, by any of their diagnostics.
    public var unreliableRows: [Int] { diagnostics.indices.filter { diagnostics[$0]?.isReliable == false } }
}
