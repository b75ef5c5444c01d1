import Foundation

/// Factor analysis in closed form: x | z ~ N(W z + mean, diag(scale²)), z ~ N(0, I).
struct FactorAnalysis {
    /// W, features × latents.
    var loadings: Matrix
    var mean: [Double]
    var scales: [Double]

    var latentDimension: Int { loadings.columns }
    var featureCount: Int { loadings.rows }

    static let reference = FactorAnalysis(
        loadings: Matrix(5, 2, FactorAnalysisReference.loadings), mean: FactorAnalysisReference.mean,
        scales: FactorAnalysisReference.scales)

    /// The covariance of x.
    var covariance: Matrix { loadings * loadings.transposed + Matrix.diagonal(scales.map { $0 * $0 }) }

    static func places(_ observed: [Double], _ flag: Double) -> [Int] {
        observed.indices.filter { observed[$0] == flag }
    }

    private func centred(_ row: [Double], _ places: [Int]) -> Matrix { .column(places.map { row[$0] - mean[$0] }) }

    /// log p(x_o), in nats.
    func logDensity(_ row: [Double], _ observed: [Double]) -> Double {
        let places = Self.places(observed, 1)
        guard !places.isEmpty else { return 0 }
        let block = covariance.selecting(rows: places, columns: places)
        let distance = centred(row, places)
        let square = (distance.transposed * block.solve(distance)).numbers[0]
        return -0.5 * (square + block.logDeterminant + Double(places.count) * log(2 * .pi))
    }

    /// p(x_m | x_o): mean and covariance of the missing cells, in the order of the columns.
    func conditional(_ row: [Double], _ observed: [Double]) -> (mean: [Double], covariance: Matrix) {
        let here = Self.places(observed, 1), there = Self.places(observed, 0)
        let whole = covariance
        let start = Matrix.column(there.map { mean[$0] })
        let spread = whole.selecting(rows: there, columns: there)
        guard !here.isEmpty else { return (start.numbers, spread) }
        let cross = whole.selecting(rows: there, columns: here)
        let block = whole.selecting(rows: here, columns: here)
        return (
            (start + cross * block.solve(centred(row, here))).numbers,
            spread - cross * block.solve(cross.transposed)
        )
    }

    /// p(z | x_o): mean and covariance.
    func posterior(_ row: [Double], _ observed: [Double]) -> (mean: [Double], covariance: Matrix) {
        let places = Self.places(observed, 1)
        let identity = Matrix.identity(latentDimension)
        guard !places.isEmpty else { return ([Double](repeating: 0, count: latentDimension), identity) }
        let part = loadings.selecting(rows: places)
        let weighted = Matrix.diagonal(places.map { 1 / (scales[$0] * scales[$0]) }) * part
        let precision = identity + part.transposed * weighted
        let covariance = precision.solve(identity)
        return ((covariance * (weighted.transposed * centred(row, places))).numbers, covariance)
    }
}
