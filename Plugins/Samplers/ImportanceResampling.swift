import LacunaCore

/// Self-normalised importance sampling with q as the proposal, and resampling for draws.
///
/// The mean is Σ w̃ E[x_m | z] (Rao-Blackwellised; Mattei and Frellsen 2019, section 4); draws pick a latent by its weight
/// and then x_m ~ p(x_m | z) (Rubin 1987). Latents are made again from their address when they are needed, so that memory
/// does not grow with them; the samples run in tiles of fixed size, so that no result depends on the batch.
///
/// With a missingness model the weight gains p(s | z, x_o), and the mean is of E[x_m | z, s], where x_m can be integrated
/// out; for draws, and where it cannot, latents and draws of x_m ~ p(x_m | z) are weighed and picked together, with
/// p(s | x_o, x_m) (Ipsen et al. 2021, section 3.2). A Metropolis step on x_m after the pick sets equal picks apart.
public struct ImportanceResampling: Sampler {
    public static let name = "importanceResampling"
    public static let aliases = ["sir", "importanceSampling"]
    public static let summary = "importance weights of draws from the encoder; resampling for draws"
    public static let references = [Reference.miwae, Reference.notMissingAtRandom, Reference.paretoSmoothing]

    public static let keyDescriptions = [
        KeyDescription(
            "sampleCount", "latent draws a row; a few more where every stratum of a mixture is to have as many",
            .between(1, 10_000_000))
    ]

    /// Latent draws a row; a few more where every stratum of a mixture is to have as many.
    public var sampleCount = 2_000

    public var servesMissingness: Bool { true }

    public var drawLimit: Int? { sampleCount }

    public var advice: String {
        "a larger imputation.sampler.sampleCount, or the sampler auto or latentAdaptiveResampling"
    }

    public init() {}

    /// A sampler with a number of latent draws.
    public init(sampleCount: Int = 2_000) { self.sampleCount = sampleCount }

    /// What is known of the rows so far.
    public struct State {
        var nextTile = 0
        var head: [Double]
        /// log w of every draw, by row.
        var logWeights: [[Double]]
        /// log Σ w so far, by row.
        var logTotals: [RunningLogSum]
        /// Σ w E[x | z] / Σ w so far, rows × features.
        var means: [Double]
        /// log w of every latent with its draw of x_m, by row; empty where draws are not weighed by themselves.
        var drawLogWeights: [[Double]]
        /// Draws of x beside every weight, by row, draws × features; empty unless the request needs them.
        var draws: [[Float]]

        /// The weights by which draws are picked.
        func pickLogWeights(row: Int) -> [Double] {
            drawLogWeights[row].isEmpty ? logWeights[row] : drawLogWeights[row]
        }
    }

    private func tiling(_ rows: ConditionalRows) -> DrawTiling {
        DrawTiling(sampleCount: sampleCount, stratumCount: rows.model.posterior.stratumCount)
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let encoding = try rows.recording("encode") { step in ["head": step.encode()] }
        rows.fill(encoding)
        encoding.workspace.forward()
        let weighing = try weighing(rows)
        rows.fill(weighing)
        let head = encoding.read("head")
        weighing.write(head, to: "head")
        let count = rows.rowCount
        return State(
            head: head, logWeights: [[Double]](repeating: [], count: count),
            logTotals: [RunningLogSum](repeating: RunningLogSum(), count: count),
            means: [Double](repeating: 0, count: count * rows.model.layout.featureCount),
            drawLogWeights: [[Double]](repeating: [], count: count),
            draws: [[Float]](repeating: [], count: count))
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let tiling = tiling(rows)
        let weighing = try weighing(rows)
        let places = tiling.keptPlaces(ofTile: state.nextTile)
        run(weighing, tile: state.nextTile, tiling, rows)
        let logWeights = weighing.read("logWeights"), drawLogWeights = weighing.read("drawLogWeights")
        let totals = weighing.read("logTotal"), means = weighing.read("mean")
        let width = rows.model.layout.featureCount
        for row in 0..<rows.rowCount {
            for range in places {
                let start = row * tiling.tileSize
                let cells = start + range.lowerBound..<start + range.upperBound
                state.logWeights[row] += logWeights[cells]
                if !drawLogWeights.isEmpty { state.drawLogWeights[row] += drawLogWeights[cells] }
            }
            guard let (old, new) = state.logTotals[row].addShare(totals[row]) else { continue }
            for feature in row * width..<(row + 1) * width {
                state.means[feature] = state.means[feature] * old + means[feature] * new
            }
        }
        if rows.request.needsSpread {
            let draws = weighing.read("draw")
            for row in 0..<rows.rowCount {
                for range in places {
                    let start = (row * tiling.tileSize + range.lowerBound) * width
                    state.draws[row].append(contentsOf: draws[start..<start + range.count * width].map { Float($0) })
                }
            }
        }
        state.nextTile += 1
        return state.nextTile < tiling.tileCount
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] {
        let width = rows.model.layout.featureCount
        for row in 0..<rows.rowCount where !state.logTotals[row].value.isFinite {
            throw LacunaError.unusableWeights(state.logTotals[row].value)
        }
        for row in 0..<rows.rowCount where state.pickLogWeights(row: row).max()?.isFinite == false {
            throw LacunaError.unusableWeights(-.infinity)
        }
        let draws = try resample(state, rows)
        return (0..<rows.rowCount).map { row in
            let means = state.means[row * width..<(row + 1) * width].map { Float($0) }
            // The weights of draws are no better than those of latents alone.
            let logWeights = state.pickLogWeights(row: row)
            var result = RowImputation(
                summary: means, draws: draws[row],
                diagnostics: RowDiagnostics(
                    effectiveSampleSize: WeightDiagnostics.effectiveSampleSize(logWeights: logWeights),
                    paretoShape: WeightDiagnostics.paretoShape(logWeights: logWeights)))
            guard rows.request.needsSpread else { return result }
            let largest = logWeights.max() ?? 0
            rows.summarise(
                &result, row: row, draws: state.draws[row], weights: logWeights.map { Double.exp($0 - largest) })
            return result
        }
    }

    // MARK: Pieces

    /// Draws, decodes and weighs one tile of samples from the encoder's heads.
    private func weighing(_ rows: ConditionalRows) throws -> RecordedStep {
        let needsDraws = rows.request.needsDraws
        let tiling = tiling(rows)
        return try rows.recording("weigh.\(tiling.tileDrawsPerStratum).\(needsDraws)") { step in
            let tape = step.tape
            let headWidth = rows.model.posterior.headWidth(latentDimension: rows.model.latentDimension)
            let head = tape.input("head", TensorShape(rows: rows.rowCount, features: headWidth))
            let isKept = tape.input("kept", TensorShape(samples: tiling.tileSize))
            let posterior = step.posterior(head: head)
            let drawn = step.draw(from: posterior, count: tiling.tileDrawsPerStratum)
            let decoded = step.decode(drawn.latent)
            let cells = step.missingCells(decoded, needsDraws: needsDraws, purpose: "draw")
            func kept(_ logWeights: Tensor) -> Tensor {
                // The shares of strata are the same in every tile, so that their common part does not matter.
                let shared = drawn.logShares.map { logWeights + $0 } ?? logWeights
                return tape.select(isKept, shared, else: tape.constant(-.infinity))
            }
            let weights = step.weigh(drawn, decoded, cells)
            let logWeights = kept(weights.means)
            let total = logWeights.logSumExp(over: .samples)
            let shares = (logWeights - total).exp()
            var tensors = [
                "head": head, "kept": isKept, "logWeights": logWeights, "logTotal": total,
                "mean": shares.transposed().matrixProduct(cells.mean),
            ]
            if needsDraws {
                tensors["draw"] = cells.completed
                tensors["latent"] = drawn.latent
                if cells.logProbabilityOfDraw != nil { tensors["drawLogWeights"] = kept(weights.draws) }
            }
            return tensors
        }
    }

    /// Runs a tile; in the last one the samples beyond the count are left out.
    private func run(_ weighing: RecordedStep, tile: Int, _ tiling: DrawTiling, _ rows: ConditionalRows) {
        if tile == 0 || tile == tiling.tileCount - 1 { weighing.write(tiling.keptFlags(ofTile: tile), to: "kept") }
        weighing.workspace.setNoise(rows.stream, firstSample: tiling.firstSample(ofTile: tile))
        weighing.workspace.forward()
    }

    /// Picks latents by weight, makes them again by running their tiles, and draws x_m given each; with a missingness model
    /// the draws picked with the latents are refreshed.
    private func resample(_ state: State, _ rows: ConditionalRows) throws -> [[[Float]]] {
        let wanted = rows.request.drawCount
        guard wanted > 0 else { return [[[Float]]](repeating: [], count: rows.rowCount) }
        let tiling = tiling(rows)
        var places: [Int: [(row: Int, draw: Int, sample: Int)]] = [:]
        for row in 0..<rows.rowCount {
            let picks = rows.picks(wanted, row: row, logWeights: state.pickLogWeights(row: row))
            for (draw, sample) in picks.enumerated() {
                let (tile, place) = tiling.place(of: sample)
                places[tile, default: []].append((row, draw, place))
            }
        }
        let count = rows.rowCount * wanted
        let dimension = rows.model.latentDimension, width = rows.model.layout.featureCount
        let picksCells = !rows.model.missingness.isIgnorable
        var latents = [Double](repeating: 0, count: count * dimension)
        var completed = [Double](repeating: 0, count: picksCells ? count * width : 0)
        let weighing = try weighing(rows)
        for (tile, picks) in places.sorted(by: { $0.key < $1.key }) {
            run(weighing, tile: tile, tiling, rows)
            let tileLatents = weighing.read("latent"), cells = picksCells ? weighing.read("draw") : []
            for pick in picks {
                let source = pick.row * tiling.tileSize + pick.sample, target = pick.row * wanted + pick.draw
                latents.replaceSubrange(
                    target * dimension..<(target + 1) * dimension,
                    with: tileLatents[source * dimension..<(source + 1) * dimension])
                guard picksCells else { continue }
                completed.replaceSubrange(
                    target * width..<(target + 1) * width, with: cells[source * width..<(source + 1) * width])
            }
        }
        return try rows.draws(given: latents, count: wanted, refreshing: picksCells ? completed : nil)
    }
}
