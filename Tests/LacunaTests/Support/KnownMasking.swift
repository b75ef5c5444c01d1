import Foundation
import Lacuna

/// Self-masking with given numbers: a cell is missing with the log-odds slope · x + offset.
struct KnownMasking: MissingnessModel {
    static let name = "knownMasking"
    static let summary = "each cell by its own value, with a given slope and offset"

    /// Of each feature.
    var slopes: [Double] = []
    /// Of each column.
    var offsets: [Double] = []
    /// Whether the log-odds are kept from samplers, which then know log p(s | x) of whole rows alone.
    var hidesLogOdds = false

    var isIgnorable: Bool { false }

    func ownLogOdds(for columns: [FeatureEntry], in scope: ParameterScope) -> OwnLogOdds? {
        hidesLogOdds ? nil : logOdds(scope.tape)
    }

    func logProbability(
        of pattern: Tensor, given values: Tensor, for columns: [FeatureEntry], in scope: ParameterScope
    ) -> Tensor { logOdds(scope.tape).logProbability(of: pattern, given: values, for: columns) }

    private func logOdds(_ tape: Tape) -> OwnLogOdds {
        OwnLogOdds(
            isExplained: offsets.map { _ in true },
            slope: tape.constant(slopes.map { -$0 }, TensorShape(features: slopes.count)),
            offset: tape.constant(offsets.map { -$0 }, TensorShape(features: offsets.count)))
    }

    /// The probability that the cell of a column is missing, its features being those of a row.
    func probability(_ column: FeatureEntry, _ row: [Double]) -> Double {
        let logOdds = column.features.reduce(offsets[column.columnIndex]) { $0 + slopes[$1] * row[$1] }
        return 1 / (1 + exp(-logOdds))
    }

    /// The probability that a cell of a column with a single feature is missing.
    func probability(_ feature: Int, _ value: Double) -> Double {
        1 / (1 + exp(-slopes[feature] * value - offsets[feature]))
    }
}

/// A distribution on the line by its density on a grid.
struct GriddedDistribution {
    private let start: Double
    private let step: Double
    /// P(X ≤ point) at the points of the grid.
    private let cumulative: [Double]

    /// The trapezoidal rule between points; of a density, up to a factor.
    init(start: Double, step: Double, densities: [Double]) {
        self.start = start
        self.step = step
        var sums = [0.0]
        for (left, right) in zip(densities, densities.dropFirst()) { sums.append((sums.last ?? 0) + left + right) }
        let total = sums.last ?? 1
        cumulative = sums.map { $0 / total }
    }

    /// P(X ≤ number), linear between points.
    func cumulative(_ number: Double) -> Double {
        let place = min(max((number - start) / step, 0), Double(cumulative.count - 1) - 1e-9)
        let index = Int(place), rest = place - Double(index)
        return cumulative[index] * (1 - rest) + cumulative[index + 1] * rest
    }
}

/// Two normal cells given that both are missing: N(x; mean, covariance) times both probabilities of being missing, by the
/// trapezoidal rule over eight standard deviations on either side.
struct MaskedNormal {
    private(set) var mean = [0.0, 0]
    private(set) var covariance = Matrix(2, 2)
    private(set) var marginals: [GriddedDistribution] = []

    /// Of two features of a row.
    init(_ normal: (mean: [Double], covariance: Matrix), _ features: [Int], _ masking: KnownMasking) {
        let half = 100, step = 0.08
        let deviations = (0..<2).map { normal.covariance[$0, $0].squareRoot() }
        let correlation = normal.covariance[0, 1] / (deviations[0] * deviations[1])
        let axes = (0..<2).map { axis in
            (-half...half).map { normal.mean[axis] + deviations[axis] * step * Double($0) }
        }
        let chances = (0..<2).map { axis in axes[axis].map { masking.probability(features[axis], $0) } }
        var densities = [[Double]](repeating: [Double](repeating: 0, count: 2 * half + 1), count: 2)
        var mass = 0.0, products = [0.0, 0, 0]
        for i in 0...2 * half {
            for j in 0...2 * half {
                let a = step * Double(i - half), b = step * Double(j - half)
                let square = (a * a - 2 * correlation * a * b + b * b) / (1 - correlation * correlation)
                let share = exp(-0.5 * square) * chances[0][i] * chances[1][j]
                let x = axes[0][i], y = axes[1][j]
                mass += share
                densities[0][i] += share
                densities[1][j] += share
                mean[0] += share * x
                mean[1] += share * y
                products[0] += share * x * x
                products[1] += share * x * y
                products[2] += share * y * y
            }
        }
        mean = mean.map { $0 / mass }
        covariance[0, 0] = products[0] / mass - mean[0] * mean[0]
        covariance[0, 1] = products[1] / mass - mean[0] * mean[1]
        covariance[1, 0] = covariance[0, 1]
        covariance[1, 1] = products[2] / mass - mean[1] * mean[1]
        marginals = (0..<2).map {
            GriddedDistribution(start: axes[$0][0], step: deviations[$0] * step, densities: densities[$0])
        }
    }
}
