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
    ///   - model: The model of the density, where some of its values have probabilities of their own, which know no unit.
    public init(standardised: [Double], dataset: Dataset, schema: Schema, model: ComposedModel? = nil) {
        precondition(standardised.count == dataset.rowCount, "one log-likelihood a row")
        let layout = dataset.layout
        let changes = layout.entries.map { ($0.offset, schema.columns[$0.columnIndex].logUnitChange) }
        let atoms = model?.atoms ?? [:]
        self.standardised = standardised
        original = standardised.indices.map { row in
            changes.reduce(standardised[row]) { sum, change in
                let place = row * layout.featureCount + change.0
                let hasUnit =
                    dataset.observed[place] == 1 && atoms[change.0]?.contains(Double(dataset.values[place])) != true
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

extension ComposedModel {
    /// The values with a probability of their own, by the feature of their continuous column.
    fileprivate var atoms: [Int: [Double]] {
        var result: [Int: [Double]] = [:]
        for part in observation where part.block.kind == .continuous {
            for (feature, measure) in zip(part.block.features, part.model.measures(of: part.block)) {
                result[feature] = measure.atoms
            }
        }
        return result
    }
}
