import Foundation
import Lacuna

/// Draws of the missing cells of many equal rows, and how far they are from a known distribution.
///
/// Rows have noise of their own, so that they are independent; draws of one row need not be. All statistics are therefore
/// means over rows, with errors from the spread among rows.
struct ConditionalDraws {
    /// Rows × draws × missing cells.
    let rows: [[[Double]]]

    /// Completes copies of a row.
    init(
        _ model: ComposedModel, _ store: ParameterStore, _ sampler: any Sampler, row: [Double],
        observed: [Double], rowCount: Int, drawCount: Int = ExactSampler.drawCount, seed: UInt64
    ) throws {
        let dataset = Dataset(
            layout: model.layout, rowCount: rowCount, values: (0..<rowCount).flatMap { _ in row.map { Float($0) } },
            observed: (0..<rowCount).flatMap { _ in observed.map { UInt8($0) } })
        let run = ImputationRun(
            model: model, store: store, sampler: sampler,
            request: ImputationRequest(drawCount: drawCount, isDiagnosed: false),
            batchSize: max(16, sampler.preferredBatchSize), stream: RandomStream(seed: seed))
        let imputations = try run.complete(dataset)
        let missing = observed.indices.filter { observed[$0] == 0 }
        rows = (0..<rowCount).map { place in
            imputations.draws.map { draw in missing.map { Double(draw[place * row.count + $0]) } }
        }
    }

    /// Means and products of deviations against what is exact: the largest difference in standard errors.
    func worstDeviation(mean: [Double], covariance: Matrix) -> Double {
        var worst = 0.0
        func compare(_ exact: Double, _ statistic: ([Double]) -> Double) {
            let (average, error) = meanAndError(rows.map { $0.reduce(0) { $0 + statistic($1) } / Double($0.count) })
            let deviation = abs(average - exact) / error
            worst = deviation.isFinite ? max(worst, deviation) : .infinity
        }
        for i in mean.indices {
            compare(mean[i]) { $0[i] }
            for j in 0...i { compare(covariance[i, j]) { ($0[i] - mean[i]) * ($0[j] - mean[j]) } }
        }
        return worst
    }

    /// Hotelling's T² of the shares of draws in bins that are equally probable where the draws are exact.
    ///
    /// - Parameters:
    ///   - cell: Which of the missing cells.
    ///   - boundaries: Those between the bins, one fewer than bins.
    func binDistance(cell: Int, boundaries: [Double]) -> Double {
        let count = boundaries.count, rowCount = Double(rows.count)
        // Of all bins but the last: shares of all sum to 1.
        var sums = [Double](repeating: 0, count: count)
        var products = [Double](repeating: 0, count: count * count)
        for row in rows {
            var shares = [Double](repeating: 0, count: count + 1)
            for draw in row {
                var bin = 0
                while bin < count, boundaries[bin] < draw[cell] { bin += 1 }
                shares[bin] += 1 / Double(row.count)
            }
            for i in 0..<count where shares[i] > 0 {
                sums[i] += shares[i]
                for j in 0..<count { products[i * count + j] += shares[i] * shares[j] }
            }
        }
        let means = sums.map { $0 / rowCount }
        var spread = Matrix(count, count, products)
        for i in 0..<count {
            for j in 0..<count { spread[i, j] = (spread[i, j] - rowCount * means[i] * means[j]) / (rowCount - 1) }
        }
        let exact = 1 / Double(count + 1)
        let distance = Matrix.column(means.map { $0 - exact })
        return rowCount * (distance.transposed * spread.solve(distance)).numbers[0]
    }
}

/// Boundaries between equally probable bins of a distribution, by bisection.
///
/// - Parameters:
///   - count: The number of bins.
///   - range: Where all of them lie.
///   - cumulative: The distribution function.
func binBoundaries(_ count: Int = 20, in range: ClosedRange<Double>, _ cumulative: (Double) -> Double) -> [Double] {
    (1..<count).map { bin in
        var low = range.lowerBound, high = range.upperBound
        for _ in 0..<24 {
            let middle = (low + high) / 2
            if cumulative(middle) * Double(count) < Double(bin) { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// P(X ≤ x) of a standard normal number.
func normalCumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
