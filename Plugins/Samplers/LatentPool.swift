import LacunaCore

/// Weighted latents of some rows, gathered from step to step, and what can be had from them.
struct LatentPool {
    private let dimension: Int
    private let featureCount: Int
    /// log w of every latent, by row.
    private(set) var logWeights: [[Double]]
    /// Latents beside every weight, by row.
    private var latents: [[Double]]
    /// log Σ w so far, by row.
    private var logTotals: [RunningLogSum]
    /// Σ w E[x | z] / Σ w so far, rows × features.
    private var means: [Double]
    /// Draws of x beside every weight, by row; empty unless the request needs them.
    private var draws: [[Float]]

    /// Nothing yet.
    init(_ rows: ConditionalRows) {
        dimension = rows.model.latentDimension
        featureCount = rows.model.layout.featureCount
        logWeights = [[Double]](repeating: [], count: rows.rowCount)
        latents = [[Double]](repeating: [], count: rows.rowCount)
        logTotals = [RunningLogSum](repeating: RunningLogSum(), count: rows.rowCount)
        means = [Double](repeating: 0, count: rows.rowCount * featureCount)
        draws = [[Float]](repeating: [], count: rows.rowCount)
    }

    /// Takes the weighted latents of a step.
    ///
    /// - Parameter step: A recording that was run, with `logWeights`, `logTotal`, `mean`, `latent` and, where draws of x are
    ///   needed, `draw`.
    mutating func add(_ step: RecordedStep) {
        let weights = step.read("logWeights"), totals = step.read("logTotal"), means = step.read("mean")
        let latents = step.read("latent"), draws = step.read("draw")
        let rowCount = logWeights.count
        let count = weights.count / rowCount
        for row in 0..<rowCount {
            logWeights[row] += weights[row * count..<(row + 1) * count]
            self.latents[row] += latents[row * count * dimension..<(row + 1) * count * dimension]
            if !draws.isEmpty {
                let width = count * featureCount
                self.draws[row].append(contentsOf: draws[row * width..<(row + 1) * width].lazy.map { Float($0) })
            }
            guard let (old, new) = logTotals[row].addShare(totals[row]) else { continue }
            for feature in row * featureCount..<(row + 1) * featureCount {
                self.means[feature] = self.means[feature] * old + means[feature] * new
            }
        }
    }

    /// The results of all rows: weighted means, draws picked by weight, and what the weights are worth.
    ///
    /// - Throws: `LacunaError` where the weights of a row are not finite.
    func results(_ rows: ConditionalRows) throws -> [RowImputation] {
        for total in logTotals where !total.value.isFinite { throw LacunaError.unusableWeights(total.value) }
        let wanted = rows.request.drawCount
        var picked: [Double] = []
        picked.reserveCapacity(rows.rowCount * wanted * dimension)
        for row in 0..<rows.rowCount {
            for pick in rows.picks(wanted, row: row, logWeights: logWeights[row]) {
                picked += latents[row][pick * dimension..<(pick + 1) * dimension]
            }
        }
        let redrawn = try rows.draws(given: picked, count: wanted)
        return (0..<rows.rowCount).map { row in
            var result = RowImputation(
                summary: means[row * featureCount..<(row + 1) * featureCount].map { Float($0) }, draws: redrawn[row],
                diagnostics: RowDiagnostics(
                    effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: logWeights[row]),
                    paretoShape: WeightDiagnostics.paretoShape(logWeights: logWeights[row])))
            let largest = logWeights[row].max() ?? 0
            rows.summarise(
                &result, row: row, draws: draws[row], weights: logWeights[row].map { Double.exp($0 - largest) })
            return result
        }
    }
}

extension LacunaError {
    /// Weights of a row of which none can be used.
    static func unusableWeights(_ logTotal: Double) -> LacunaError {
        LacunaError(
            .work,
            """
            the importance weights of a row are \(logTotal.isNaN ? "not numbers" : "all zero or infinite"): the model \
            gives its observed cells no finite density; try more training.steps, another seed, or an observation model \
            with heavier tails
            """)
    }
}
