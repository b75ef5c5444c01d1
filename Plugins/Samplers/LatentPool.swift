import LacunaCore

/// Weighted latents of some rows, gathered from step to step, and what can be had from them.
struct LatentPool {
    private let dimension: Int
    private let featureCount: Int
    /// The missing features of each row.
    private let missing: [[Int]]
    private let keepsLatents: Bool
    private let keepsDraws: Bool
    /// log w of every latent, by row.
    private(set) var logWeights: [[Double]]
    /// Latents beside every weight, by row; empty unless draws are made of them.
    private var latents: [[Double]]
    /// log Σ w so far, by row.
    private var logTotals: [RunningLogSum]
    /// Σ w E[x | z] / Σ w so far, rows × features.
    private var means: [Double]
    /// Draws of the missing features beside every weight, by row; empty unless the request needs them.
    private var draws: [[Float]]
    /// Of each row, log Σ w of the first step whose weights give it nothing to pick from.
    private(set) var unusable: [Double?]

    /// Nothing yet.
    ///
    /// - Parameters:
    ///   - rows: The rows that the latents belong to.
    ///   - keepsLatents: Whether results are to come from the pool; else it knows what the weights are worth alone.
    init(_ rows: ConditionalRows, keepsLatents: Bool) {
        dimension = rows.model.latentDimension
        featureCount = rows.model.layout.featureCount
        missing = rows.missingFeatures
        self.keepsLatents = keepsLatents && rows.request.drawCount > 0
        keepsDraws = keepsLatents && rows.request.needsSpread
        logWeights = [[Double]](repeating: [], count: rows.rowCount)
        latents = [[Double]](repeating: [], count: rows.rowCount)
        logTotals = [RunningLogSum](repeating: RunningLogSum(), count: rows.rowCount)
        means = [Double](repeating: 0, count: rows.rowCount * featureCount)
        draws = [[Float]](repeating: [], count: rows.rowCount)
        unusable = [Double?](repeating: nil, count: rows.rowCount)
    }

    /// Bytes that are kept of a latent of every row.
    var bytesPerLatent: Int {
        missing.reduce(0) { bytes, features in
            bytes + MemoryLayout<Double>.size * (keepsLatents ? 1 + dimension : 1)
                + (keepsDraws ? MemoryLayout<Float>.size * features.count : 0)
        }
    }

    /// Makes room for a number of latents a row, so that none is copied as they come.
    mutating func reserveCapacity(forLatents count: Int) {
        for row in missing.indices {
            logWeights[row].reserveCapacity(count)
            if keepsLatents { latents[row].reserveCapacity(count * dimension) }
            if keepsDraws { draws[row].reserveCapacity(count * missing[row].count) }
        }
    }

    /// Takes the weighted latents of a step.
    ///
    /// - Parameter step: A recording that was run, with `logWeights` and `logTotal` and, where results are to come from the
    ///   pool, `mean`, `latent` and, where draws of x are needed, `draw`.
    mutating func add(_ step: RecordedStep) {
        let weights = step.read("logWeights"), totals = step.read("logTotal"), means = step.read("mean")
        let latents = keepsLatents ? step.read("latent") : [], draws = keepsDraws ? step.read("draw") : []
        let rowCount = logWeights.count
        let count = weights.count / rowCount
        for row in 0..<rowCount {
            logWeights[row] += weights[row * count..<(row + 1) * count]
            if !totals[row].isFinite { unusable[row] = unusable[row] ?? totals[row] }
            if keepsLatents {
                self.latents[row] += latents[row * count * dimension..<(row + 1) * count * dimension]
            }
            if keepsDraws {
                let features = missing[row], width = featureCount
                self.draws[row].append(
                    contentsOf: (0..<count * features.count).lazy.map { place in
                        let latent = row * count + place / features.count
                        return Float(draws[latent * width + features[place % features.count]])
                    })
            }
            guard let (old, new) = logTotals[row].addShare(totals[row]), !means.isEmpty else { continue }
            for feature in row * featureCount..<(row + 1) * featureCount {
                self.means[feature] = self.means[feature] * old + means[feature] * new
            }
        }
    }

    /// What the weights of a row are worth.
    func diagnostics(row: Int) -> RowDiagnostics {
        RowDiagnostics(
            effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: logWeights[row]),
            paretoShape: WeightDiagnostics.paretoShape(logWeights: logWeights[row]))
    }

    /// The results of all rows: weighted means, draws picked by weight, and what the weights are worth.
    ///
    /// - Throws: `LacunaError` where the weights of a row are not finite.
    func results(_ rows: ConditionalRows) throws -> [RowImputation] {
        for total in logTotals where !total.value.isFinite { throw LacunaError.unusableWeights(total.value) }
        let wanted = rows.request.drawCount
        var picked: [Double] = []
        picked.reserveCapacity(rows.rowCount * wanted * dimension)
        for row in 0..<rows.rowCount where wanted > 0 {
            for pick in rows.picks(wanted, row: row, logWeights: logWeights[row]) {
                picked += latents[row][pick * dimension..<(pick + 1) * dimension]
            }
        }
        let redrawn = try rows.draws(given: picked, count: wanted)
        return (0..<rows.rowCount).map { row in
            var result = RowImputation(
                summary: means[row * featureCount..<(row + 1) * featureCount].map { Float($0) }, draws: redrawn[row],
                diagnostics: diagnostics(row: row))
            guard keepsDraws else { return result }
            let largest = logWeights[row].max() ?? 0
            rows.summarise(
                &result, row: row, draws: draws[row], of: missing[row],
                weights: logWeights[row].map { Double.exp($0 - largest) })
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
