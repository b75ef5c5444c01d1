/// Log-likelihoods of rows, log p(x_o) in nats: the cells that are missing are integrated out.
public struct LogLikelihoods: Sendable, Equatable {
    /// In the units that the model sees: standard deviations of each continuous column.
    public let standardised: [Double]
    /// In the units of the file: the density of a continuous cell is divided by its column's standard deviation. Binary
    /// and categorical cells have probabilities, which know no unit.
    public let original: [Double]

    /// Log-likelihoods of the rows of a dataset.
    ///
    /// - Parameters:
    ///   - standardised: One a row, in nats.
    ///   - dataset: The rows.
    ///   - schema: The columns that the dataset was encoded by.
    public init(standardised: [Double], dataset: Dataset, schema: Schema) {
        precondition(standardised.count == dataset.rowCount, "one log-likelihood a row")
        let layout = dataset.layout
        let changes = layout.entries.map { ($0.offset, schema.columns[$0.columnIndex].logUnitChange) }
        self.standardised = standardised
        original = standardised.indices.map { row in
            changes.reduce(standardised[row]) { sum, change in
                dataset.observed[row * layout.featureCount + change.0] == 1 ? sum + change.1 : sum
            }
        }
    }
}

/// The mean of a number that every row has, and how well it is known.
public struct RowMean: Sendable, Equatable {
    /// The mean over rows.
    public let mean: Double
    /// The standard error of the mean, for rows that are a random sample; `nil` for a single row.
    public let standardError: Double?

    /// The mean of one number a row, of at least one row.
    public init(_ numbers: [Double]) {
        let figure = RepeatedFigure(numbers)
        mean = figure.mean
        standardError = figure.standardError
    }
}
