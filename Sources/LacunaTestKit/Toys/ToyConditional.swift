import LacunaCore

/// Means and covariances of the missing cells of a row of the linear-Gaussian model, given its observed cells and, where
/// cells are missing by their own value, the pattern.
///
/// Given z the missing cells are independent, each with the density N(x; w z + b, σ²) p(s = 0 | x); both integrals are by the
/// trapezoidal rule over eight standard deviations on either side, exact to rounding for such smooth integrands.
struct ToyConditional {
    /// The missing features.
    let missing: [Int]
    private(set) var mean: [Double]
    private(set) var covariance: [[Double]]

    private static let nodes = (-64...64).map { Double($0) / 8 }

    /// Those of a row.
    ///
    /// - Parameter masking: What hides cells; `nil` where missingness is ignorable.
    init(_ toy: LinearGaussian, _ row: [Double], _ observed: [UInt8], masking: ToySelfMasking?) {
        let missing = observed.indices.filter { observed[$0] == 0 }
        let (centre, variance) = toy.posterior(row, observed)
        var mass = 0.0
        var sums = missing.map { _ in 0.0 }
        var products = missing.map { _ in missing.map { _ in 0.0 } }
        for node in Self.nodes {
            let latent = centre + variance.squareRoot() * node
            let cells = missing.map { Self.moments(toy, $0, latent, masking) }
            let share = cells.reduce(Double.exp(-0.5 * node * node)) { $0 * $1.mass }
            mass += share
            for (i, cell) in cells.enumerated() {
                sums[i] += share * cell.first
                for (j, other) in cells.enumerated() {
                    products[i][j] += share * (i == j ? cell.second : cell.first * other.first)
                }
            }
        }
        let mean = sums.map { $0 / mass }
        self.missing = missing
        self.mean = mean
        covariance = products.enumerated().map { i, row in
            row.enumerated().map { j, product in product / mass - mean[i] * mean[j] }
        }
    }

    /// p(s = 0 | z), and the first two moments of a cell given z and that it is missing.
    private static func moments(
        _ toy: LinearGaussian, _ feature: Int, _ latent: Double, _ masking: ToySelfMasking?
    ) -> (mass: Double, first: Double, second: Double) {
        var mass = 0.0, first = 0.0, second = 0.0
        for node in nodes {
            let value = toy.weights[feature] * latent + toy.biases[feature] + toy.scales[feature] * node
            let share = Double.exp(-0.5 * node * node) * (masking?.probability(ofMissing: feature, value) ?? 1)
            mass += share
            first += share * value
            second += share * value * value
        }
        return (mass / (8 * (2 * Double.pi).squareRoot()), first / mass, second / mass)
    }
}
