import Foundation
import Lacuna

/// A single normal column whose cells are missing with a logistic chance of their own value, and its likelihood.
///
/// log p(x_o, s) = Σ over observed cells of log N(x; μ, τ²) + log σ(−W (x − b)), and for each missing one
/// log E[σ(W (x − b))].
struct CensoredColumn {
    /// μ, log τ, W and b.
    static let truth = [0.4, log(1.3), 2.5, 0.6]
    let values: [Double]
    let missingCount: Int
    let dataset: Dataset

    init(rowCount: Int, seed: UInt64) {
        var stream = RandomStream(seed: seed)
        var values: [Float] = [], observed: [UInt8] = []
        for _ in 0..<rowCount {
            let value = Float(Self.truth[0] + exp(Self.truth[1]) * stream.normal())
            let isMissing = stream.uniform() < 1 / (1 + exp(-Self.truth[2] * (Double(value) - Self.truth[3])))
            values.append(value)
            observed.append(isMissing ? 0 : 1)
        }
        self.values = zip(values, observed).filter { $1 == 1 }.map { Double($0.0) }
        missingCount = rowCount - self.values.count
        dataset = Dataset(layout: continuousLayout(1), rowCount: rowCount, values: values, observed: observed)
    }

    /// The log-likelihood of μ, log τ, W and b, in nats for all rows.
    func logLikelihood(_ parameters: [Double]) -> Double {
        let (mean, scale) = (parameters[0], exp(parameters[1]))
        func logOdds(_ value: Double) -> Double { parameters[2] * (value - parameters[3]) }
        var total = 0.0
        for value in values {
            let distance = (value - mean) / scale
            total -= 0.5 * distance * distance + log(scale) + 0.5 * log(2 * .pi)
            total -= log1p(exp(logOdds(value)))
        }
        let step = 0.02
        var chance = 0.0
        for index in -400...400 {
            let noise = step * Double(index)
            chance += step * exp(-0.5 * noise * noise) / (1 + exp(-logOdds(mean + scale * noise)))
        }
        return total + Double(missingCount) * log(chance / (2 * Double.pi).squareRoot())
    }

    /// Standard errors of the maximum, from the curvature of the log-likelihood at the truth.
    var standardErrors: [Double] {
        let step = 1e-3
        func value(_ shifts: [(Int, Double)]) -> Double {
            var parameters = Self.truth
            for (index, shift) in shifts { parameters[index] += shift }
            return logLikelihood(parameters)
        }
        var information = Matrix(4, 4)
        for i in 0..<4 {
            for j in 0..<4 {
                let corners = [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)].map { a, b in
                    a * b * value([(i, a * step), (j, b * step)])
                }
                information[i, j] = -corners.reduce(0, +) / (4 * step * step)
            }
        }
        let covariance = information.solve(Matrix.identity(4))
        return (0..<4).map { covariance[$0, $0].squareRoot() }
    }
}
