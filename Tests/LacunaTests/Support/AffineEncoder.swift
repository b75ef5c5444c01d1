import Lacuna

/// An encoder q(z | x) = N(A x + b, L Lᵀ) beside a factor analysis: the exact posterior of complete rows, or a wrong one.
struct AffineEncoder {
    var analysis: FactorAnalysis
    /// A, latents × features.
    var weights: Matrix
    /// b.
    var shift: [Double]
    /// L, lower triangular.
    var factor: Matrix

    /// p(z | x) of complete rows.
    static func exact(_ analysis: FactorAnalysis) -> AffineEncoder {
        let complete = [Double](repeating: 1, count: analysis.featureCount)
        let covariance = analysis.posterior(analysis.mean, complete).covariance
        let precisions = Matrix.diagonal(analysis.scales.map { 1 / ($0 * $0) })
        let weights = covariance * (analysis.loadings.transposed * precisions)
        return AffineEncoder(
            analysis: analysis, weights: weights, shift: (weights * .column(analysis.mean)).numbers.map { -$0 },
            factor: covariance.choleskyFactor)
    }

    /// One that heeds the row too little, is shifted, too wide by six tenths, and knows of no correlation.
    static func wrong(_ analysis: FactorAnalysis) -> AffineEncoder {
        var encoder = exact(analysis)
        let covariance = encoder.factor * encoder.factor.transposed
        encoder.weights.numbers = encoder.weights.numbers.map { 0.7 * $0 }
        encoder.shift = zip(encoder.shift, [0.3, -0.2]).map { 0.7 * $0 + $1 }
        encoder.factor = .diagonal((0..<covariance.rows).map { 1.6 * covariance[$0, $0].squareRoot() })
        return encoder
    }

    /// The model with this encoder.
    func model() throws -> LinearGaussianModel {
        let head = LinearGaussianModel.fullCovarianceHead(shift, factor)
        let linear = try LinearGaussianModel(
            analysis, posterior: FullCovarianceGaussianVariationalFamily(), head: head, precision: .float32)
        let rest = [Double](repeating: 0, count: head.count - analysis.latentDimension)
        try linear.store.set(
            "encoder.network.output.weight",
            (0..<analysis.featureCount).flatMap { weights.transposed.selecting(rows: [$0]).numbers + rest })
        return linear
    }

    /// What draws of x_m tend to where z ~ q(z | x_o, x_m) and x_m ~ p(x_m | z) alternate without a correction.
    ///
    /// The two steps together are x_m' = F x_m + c + noise with F = W_m A_m and the noise's covariance
    /// Q = W_m L Lᵀ W_mᵀ + Ψ_m, so that the mean solves μ = F μ + c and the covariance V = F V Fᵀ + Q; both are found by
    /// repeating, which converges as the chain itself does.
    func pseudoGibbs(_ row: [Double], _ observed: [Double]) -> (mean: [Double], covariance: Matrix) {
        let here = FactorAnalysis.places(observed, 1), there = FactorAnalysis.places(observed, 0)
        let loadings = analysis.loadings.selecting(rows: there)
        let all = Array(0..<weights.rows)
        let transition = loadings * weights.selecting(rows: all, columns: there)
        let base =
            loadings
            * (weights.selecting(rows: all, columns: here) * .column(here.map { row[$0] }) + .column(shift))
            + .column(there.map { analysis.mean[$0] })
        let spread = loadings * factor
        let noise = spread * spread.transposed + .diagonal(there.map { analysis.scales[$0] * analysis.scales[$0] })
        var mean = base, covariance = noise
        for _ in 0..<200 {
            mean = transition * mean + base
            covariance = transition * covariance * transition.transposed + noise
        }
        return (mean.numbers, covariance)
    }
}
