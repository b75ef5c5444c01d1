import LacunaTensors

/// Numbers of the data that parts can ask for: training gives them by name when parameters start.
extension Dataset {
    /// The mean of each feature over the cells that are observed; 0 where none is.
    ///
    /// The mean of a category's feature is its frequency among the observed cells of the column.
    public var featureMeans: [Double] {
        let width = layout.featureCount
        var sums = [Double](repeating: 0, count: width), counts = sums
        for row in 0..<rowCount {
            for feature in 0..<width where observed[row * width + feature] != 0 {
                sums[feature] += Double(values[row * width + feature])
                counts[feature] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }

    /// What training gives to parameters that start from the data, by the name of their initialiser.
    ///
    /// All rows count, those held out for early stopping included: they were standardised together, and training closes
    /// with all of them.
    var givenNumbers: [String: [Double]] {
        let counts = columnMissingness.prefix(layout.entries.count)
        return [
            Self.featureMeansName: featureMeans,
            Self.columnsNeverMissingName: counts.map { $0.isNeverMissing ? 1 : 0 },
        ]
    }

    fileprivate static let featureMeansName = "featureMeans"
    fileprivate static let columnsNeverMissingName = "columnsNeverMissing"
}

extension Initializer {
    /// The means of the features over the observed cells of the data that a model is fitted to (`Dataset.featureMeans`),
    /// zeros where no data are at hand; for a parameter with a cell a feature.
    public static let featureMeans = Initializer.given(Dataset.featureMeansName)

    /// 1 for each column without a missing cell in the data that a model is fitted to, zeros where no data are at hand; for
    /// a parameter with a cell a column.
    static let columnsNeverMissing = Initializer.given(Dataset.columnsNeverMissingName)
}
