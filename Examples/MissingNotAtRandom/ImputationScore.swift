import Foundation
import Lacuna

/// How near imputations of x1 come to what was removed, in original units.
struct ImputationScore: Equatable {
    /// The root of the mean squared error of the single values.
    var rootMeanSquaredError: Double
    /// The mean continuous ranked probability score of the draws: lower is better.
    var rankedProbabilityScore: Double
    /// The share of draws that lie on the ring with their x2; `nil` where there is none.
    var shareOnRing: Double?

    /// Draws of each cell.
    static let drawCount = 50

    /// The score of imputations.
    ///
    /// - Parameters:
    ///   - means: A value of x1 for each row; those of rows whose x1 is there are not looked at.
    ///   - draws: As many again for each draw, at least 2.
    ///   - rows: The truth.
    ///   - problem: Where it comes from.
    /// - Throws: `LacunaError` where nothing was removed.
    init(means: [Double], draws: [[Double]], of rows: PlaneRows, in problem: ToyProblem) throws {
        let missing = rows.missingRows
        guard let error = Metrics.meanSquaredError(missing.map { (means[$0], rows.points[$0].x1) }), draws.count > 1
        else { throw LacunaError(.data, "\(rows.holes.name) has no hole in x1 whose imputation could be scored") }
        rootMeanSquaredError = error.squareRoot()
        rankedProbabilityScore =
            missing.reduce(0) { sum, row in
                let score = DrawScore(draws: draws.map { $0[row] }, truth: rows.points[row].x1)
                return sum + score.continuousRankedProbabilityScore
            } / Double(missing.count)
        let areOnRing = missing.flatMap { row in
            draws.compactMap { problem.isOnRing(($0[row], rows.points[row].x2)) }
        }
        shareOnRing = areOnRing.isEmpty ? nil : Double(areOnRing.count { $0 }) / Double(areOnRing.count)
    }

    /// The figures with commas between them; what there is none of is left empty.
    func line(logProbability: Double?) -> String {
        [rootMeanSquaredError, rankedProbabilityScore, shareOnRing, logProbability]
            .map { $0.map { String(format: "%.4f", $0) } ?? "" }.joined(separator: ",")
    }
}
