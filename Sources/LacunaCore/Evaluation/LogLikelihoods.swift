/// Log-likelihoods of rows, log p(x_o) in nats: the cells that are missing are integrated out.
public struct LogLikelihoods: Sendable, Equatable {
    /// In the units that the model sees: standard deviations of each continuous column.
    public let standardised: [Double]
    /// In the units of the file: the density of a continuous cell is divided by its column's standard deviation. Binary
    /// and categorical cells have probabilities, which know no unit, and so have continuous ones at an atom of the model.
    public let original: [Double]

    /// Log-likelihoods of the rows of a dataset.
    ///
    /// - Parameters:
    ///   - standardised: One a row, in nats.
    ///   - dataset: The rows.
    ///   - schema: The columns that the dataset was encoded by.
    ///   - atoms: The atoms of the model of the density, whose probabilities know no unit.
    public init(standardised: [Double], dataset: Dataset, schema: Schema, atoms: Atoms) {
        precondition(standardised.count == dataset.rowCount, "one log-likelihood a row")
        let layout = dataset.layout
        let changes = layout.entries.map { ($0.offset, schema.columns[$0.columnIndex].logUnitChange) }
        self.standardised = standardised
        original = standardised.indices.map { row in
            changes.reduce(standardised[row]) { sum, change in
                let place = row * layout.featureCount + change.0
                let hasUnit =
                    dataset.observed[place] == 1 && atoms.original(dataset.values[place], feature: change.0) == nil
                return hasUnit ? sum + change.1 : sum
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
