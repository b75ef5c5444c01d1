import LacunaCore

/// Weighted latents of some rows, gathered from step to step, and what can be had from them.
struct LatentPool {
    private let dimension: Int
    private let featureCount: Int
    /// The missing features of each row.
    private let missing: [[Int]]
    private let keepsLatents: Bool
    private let keepsDraws: Bool
    private let weighsDraws: Bool
    /// log w of every latent, by row.
    private(set) var logWeights: [[Double]]
    /// log w of every latent with its draw of x_m, by row; empty where missingness is ignorable.
    private var drawLogWeights: [[Double]]
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
        keepsDraws = keepsLatents && Self.keepsDraws(rows)
        weighsDraws = !rows.model.missingness.isIgnorable
        drawLogWeights = [[Double]](repeating: [], count: rows.rowCount)
        logWeights = [[Double]](repeating: [], count: rows.rowCount)
        latents = [[Double]](repeating: [], count: rows.rowCount)
        logTotals = [RunningLogSum](repeating: RunningLogSum(), count: rows.rowCount)
        means = [Double](repeating: 0, count: rows.rowCount * featureCount)
        draws = [[Float]](repeating: [], count: rows.rowCount)
        unusable = [Double?](repeating: nil, count: rows.rowCount)
    }

    /// Whether draws of x are kept beside latents: where they are summarised, and where they are picked with the latents.
    static func keepsDraws(_ rows: ConditionalRows) -> Bool {
        rows.model.missingness.isIgnorable ? rows.request.needsSpread : rows.request.needsDraws
    }

    /// Bytes that are kept of a latent of every row.
    var bytesPerLatent: Int {
        missing.reduce(0) { bytes, features in
            bytes + MemoryLayout<Double>.size * ((weighsDraws ? 2 : 1) + (keepsLatents ? dimension : 0))
                + (keepsDraws ? MemoryLayout<Float>.size * features.count : 0)
        }
    }

    /// Makes room for a number of latents a row, so that none is copied as they come.
    mutating func reserveCapacity(forLatents count: Int) {
        for row in missing.indices {
            logWeights[row].reserveCapacity(count)
            if weighsDraws { drawLogWeights[row].reserveCapacity(count) }
            if keepsLatents { latents[row].reserveCapacity(count * dimension) }
            if keepsDraws { draws[row].reserveCapacity(count * missing[row].count) }
        }
    }

    /// Takes the weighted latents of a step.
    ///
    /// - Parameter step: A recording that was run, with `logWeights` and `logTotal` and, where results are to come from the
    ///   pool, `mean`, `latent` and, where draws of x are needed, `draw`; with `drawLogWeights` where missingness is not
    ///   ignorable.
    mutating func add(_ step: RecordedStep) {
        let weights = step.read("logWeights"), totals = step.read("logTotal"), means = step.read("mean")
        let latents = keepsLatents ? step.read("latent") : [], draws = keepsDraws ? step.read("draw") : []
        let drawWeights = weighsDraws ? step.read("drawLogWeights") : []
        let rowCount = logWeights.count
        let count = weights.count / rowCount
        for row in 0..<rowCount {
            logWeights[row] += weights[row * count..<(row + 1) * count]
            if weighsDraws { drawLogWeights[row] += drawWeights[row * count..<(row + 1) * count] }
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

    /// What the weights of a row are worth: those by which latents are picked, which are no better than those of means.
    func diagnostics(row: Int) -> RowDiagnostics {
        let logWeights = pickLogWeights(row: row)
        return RowDiagnostics(
            effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: logWeights),
            paretoShape: WeightDiagnostics.paretoShape(logWeights: logWeights))
    }

    private func pickLogWeights(row: Int) -> [Double] { weighsDraws ? drawLogWeights[row] : logWeights[row] }

    /// The results of all rows: weighted means, draws picked by weight, and what the weights are worth.
    ///
    /// - Throws: `LacunaError` where the weights of a row are not finite.
    func results(_ rows: ConditionalRows) throws -> [RowImputation] {
        for total in logTotals where !total.value.isFinite { throw LacunaError.unusableWeights(total.value) }
        for row in missing.indices where pickLogWeights(row: row).max()?.isFinite == false {
            throw LacunaError.unusableWeights(-.infinity)
        }
        let redrawn = try pickedDraws(rows)
        return (0..<rows.rowCount).map { row in
            var result = RowImputation(
                summary: means[row * featureCount..<(row + 1) * featureCount].map { Float($0) }, draws: redrawn[row],
                diagnostics: diagnostics(row: row))
            guard rows.request.needsSpread else { return result }
            let logWeights = pickLogWeights(row: row)
            let largest = logWeights.max() ?? 0
            rows.summarise(
                &result, row: row, draws: draws[row], of: missing[row],
                weights: logWeights.map { Double.exp($0 - largest) })
            return result
        }
    }

    /// Picks latents by weight and draws x given each; where missingness is not ignorable, the draws picked with them are
    /// refreshed.
    private func pickedDraws(_ rows: ConditionalRows) throws -> [[[Float]]] {
        let wanted = rows.request.drawCount
        guard wanted > 0 else { return [[[Float]]](repeating: [], count: rows.rowCount) }
        var picked: [Double] = [], completed: [Double] = []
        picked.reserveCapacity(rows.rowCount * wanted * dimension)
        for (row, features) in missing.enumerated() {
            let values = rows.values[row * featureCount..<(row + 1) * featureCount].map { Double($0) }
            for pick in rows.picks(wanted, row: row, logWeights: pickLogWeights(row: row)) {
                picked += latents[row][pick * dimension..<(pick + 1) * dimension]
                guard weighsDraws else { continue }
                let start = completed.count
                completed += values
                for (index, feature) in features.enumerated() {
                    completed[start + feature] = Double(draws[row][pick * features.count + index])
                }
            }
        }
        return try rows.draws(given: picked, count: wanted, refreshing: weighsDraws ? completed : nil)
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
