import Foundation

/// The logistic regression on x1 and x2 that explains best where x1 is missing, found from the complete rows.
///
/// A model whose log-odds are linear can come near its log-probability, but not above it, however well it imputes.
struct LinearBoundary {
    /// The log-odds of being missing: the weights of x1 and x2, and what is added.
    let weights: [Double]
    /// The mean log-probability of the patterns, in nats a row.
    let meanLogProbability: Double

    /// The precision of a normal prior of the weights, which keeps them finite where a line separates the rows.
    private static let ridge = 1e-3
    private static let iterationCount = 100

    /// The best boundary of rows, by Newton's method with steps halved until the objective rises.
    init(of rows: PlaneRows) {
        let features = rows.points.map { [$0.x1, $0.x2, 1] }, isMissing = rows.isMissing
        func logProbability(_ weights: [Double]) -> Double {
            zip(features, isMissing).reduce(0) { sum, row in
                let odds = zip(row.0, weights).reduce(0) { $0 + $1.0 * $1.1 }
                return sum - log1p(exp(-abs(odds))) - max(row.1 ? -odds : odds, 0)
            }
        }
        func objective(_ weights: [Double]) -> Double {
            logProbability(weights) - 0.5 * Self.ridge * weights.reduce(0) { $0 + $1 * $1 }
        }
        var weights = [0.0, 0, 0]
        for _ in 0..<Self.iterationCount {
            var gradient = weights.map { -Self.ridge * $0 }
            var curvature = (0..<3).map { i in (0..<3).map { $0 == i ? Self.ridge : 0 } }
            for (row, isMissing) in zip(features, isMissing) {
                let probability = 1 / (1 + exp(-zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }))
                for i in 0..<3 {
                    gradient[i] += ((isMissing ? 1 : 0) - probability) * row[i]
                    for j in 0..<3 { curvature[i][j] += probability * (1 - probability) * row[i] * row[j] }
                }
            }
            let step = Self.solution(curvature, gradient), before = objective(weights)
            var length = 1.0
            var next = zip(weights, step).map { $0 + $1 }
            while objective(next) < before, length > 1e-6 {
                length /= 2
                next = zip(weights, step).map { $0 + length * $1 }
            }
            guard objective(next) > before + 1e-12 * abs(before) else { break }
            weights = next
        }
        self.weights = weights
        meanLogProbability = logProbability(weights) / Double(max(rows.points.count, 1))
    }

    /// The solution of three equations with a positive definite matrix, by elimination.
    private static func solution(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        for pivot in 0..<3 {
            for other in 0..<3 where other != pivot {
                let factor = rows[other][pivot] / rows[pivot][pivot]
                for column in pivot..<4 { rows[other][column] -= factor * rows[pivot][column] }
            }
        }
        return (0..<3).map { rows[$0][3] / rows[$0][$0] }
    }
}
