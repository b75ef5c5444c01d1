import LacunaCore

/// Completes each column by its mean, or by its most frequent category.
///
/// Draws are the same as the mean: the method knows no spread.
public struct ColumnMeanImputer: Imputer {
    public static let name = "columnMean"
    public static let aliases = ["mean"]
    public static let summary = "the mean, or most frequent category, of each column"

    public var usesModel: Bool { false }
    public var knowsSpread: Bool { false }

    public init() {}

    public func fit(_ dataset: Dataset, context: ImputerContext) throws -> any FittedImputer {
        let width = dataset.layout.featureCount
        var sums = [Double](repeating: 0, count: width)
        var counts = [Int](repeating: 0, count: width)
        for row in 0..<dataset.rowCount {
            for feature in 0..<width where dataset.observed[row * width + feature] == 1 {
                sums[feature] += Double(dataset.values[row * width + feature])
                counts[feature] += 1
            }
        }
        return FittedColumnMean(means: zip(sums, counts).map { $1 == 0 ? 0 : $0 / Double($1) })
    }

    public func restore(
        _ contents: FittedContents, layout: FeatureLayout, context: ImputerContext
    ) throws -> any FittedImputer {
        guard let means = contents.entry("means"), means.numbers.count == layout.featureCount else {
            throw LacunaError(.file, "the model file does not hold a mean for each of \(layout.featureCount) features")
        }
        return FittedColumnMean(means: means.numbers)
    }
}

/// The means of all features; those of one-hot features are the shares of the categories.
struct FittedColumnMean: FittedImputer {
    var means: [Double]

    var record: TrainingRecord? { nil }

    var contents: FittedContents {
        FittedContents(
            entries: [FittedContents.Entry(name: "means", shape: [means.count], numbers: means)], precision: .float64)
    }

    func complete(_ dataset: Dataset, request: ImputationRequest, context: ImputerContext) throws -> Imputations {
        var imputations = Imputations(dataset, request: request)
        let width = dataset.layout.featureCount
        for row in 0..<dataset.rowCount {
            for feature in 0..<width where dataset.observed[row * width + feature] == 0 {
                let place = row * width + feature
                let mean = Float(means[feature])
                imputations.summary[place] = mean
                for index in imputations.quantiles.indices { imputations.quantiles[index][place] = mean }
                for index in imputations.draws.indices { imputations.draws[index][place] = mean }
            }
        }
        return imputations
    }
}
