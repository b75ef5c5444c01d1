import LacunaCore

/// Latents on an equidistant grid, each weighed by p(x_o | z) p(z): the exact conditional distribution for 1 or 2 latent
/// features, whatever the encoder.
///
/// The mean is Σ w̃ E[x_m | z] over all points; draws pick a point by its weight, and then x_m ~ p(x_m | z). Sums over the
/// points are sums of the trapezoidal rule, exact to rounding where p(x_m | z) p(z | x_o) is smooth in z and no narrower than
/// the distance h of neighbours (relative error 2 exp(−2π² σ²/h²) of a normal posterior with standard deviation σ: 5e-9
/// where σ = h, 1 % where σ = h/2; Trefethen and Weideman 2014). Latents therefore stay on the points: to scatter them over
/// the cells would add h²/12 to their variance, an error that falls with h² only. What tells that the grid is too coarse
/// for a row is the effective number of points along a line of the grid, √(4π) σ/h of a normal posterior whose standard
/// deviation along it, given the other latent, is σ: of two latents the fewer count. What is wide along one axis thus
/// cannot hide what is narrow along the other, or across a slope.
///
/// Where missingness is not ignorable, the weight gains p(s | z, x_o) with x_m integrated out exactly, the mean is of
/// E[x_m | z, s], and draws of x_m ~ p(x_m | z, s) are made by rejection.
///
/// A tile of the grid is decoded once for all rows of a batch. Beyond the grid the latents have no weight, which is why a
/// prior is refused whose mass on it is not 1.
public struct ExactGrid: Sampler {
    public static let name = "exactGrid"
    public static let summary = "latents on a grid by their exact weight, for 1 or 2 latent features"
    public static let references = [Reference.trapezoidalRule]

    public static let keyDescriptions = [
        KeyDescription(
            "sidePointCount", "points a side of the grid; null: 2001 for one latent feature, 201 for two",
            .between(10, 10_000)),
        KeyDescription(
            "end", "distance from 0 at which the grid ends in each latent feature", .above(0, atMost: 1_000_000)),
        KeyDescription(
            "sampleCount", "draws a row from which medians, modes and quantiles are found", .between(1, 1_000_000)),
    ]

    /// Points a side of the grid; `null`: 2001 for one latent feature, 201 for two.
    public var sidePointCount: Int?
    /// The grid ends this far from 0 in each latent feature.
    public var end = 10.0
    /// Draws a row from which medians, modes and quantiles are found.
    public var sampleCount = 2_000

    public init() {}

    /// A grid of a number of points.
    public init(sidePointCount: Int? = nil, end: Double = 10, sampleCount: Int = 2_000) {
        self.sidePointCount = sidePointCount
        self.end = end
        self.sampleCount = sampleCount
    }

    /// The largest number of points a side for two latent features.
    private static let planeLimit = 2_000
    /// By how much the prior's mass on the grid may differ from 1.
    private static let massTolerance = 1e-3
    /// The largest share of a row's weight at the edge of the grid; there is more of it beyond, but not many times more.
    private static let edgeLimit = 1e-4

    public var servesMissingness: Bool { true }

    public var encodesIncompleteRows: Bool { false }

    /// Many, for which a tile is decoded once; fewer on a grid of many points, whose weights of all rows are kept.
    public var preferredBatchSize: Int {
        guard let count = sidePointCount else { return 64 }
        // So many can only be those of a line.
        let points = count > Self.planeLimit ? count : count * count
        return min(max(4_000_000 / points, 1), 64)
    }

    public var advice: String { "a larger sidePointCount, or a larger end where rows have weight at the edge" }

    /// Also too many latent features, too many points for two, or missing cells that are not integrated out.
    public func problems(with model: ComposedModel) -> [String] {
        var problems = misfits(with: model)
        if !model.missingness.isIgnorable, model.integration != .exact {
            problems.append(
                """
                \(Self.name) needs model.integration exact where missingness is not ignorable, but with model.missingness \
                \(type(of: model.missingness).name) it is \(model.integration.rawValue); write exact where the parts allow \
                it, or choose another sampler, such as importanceResampling or latentAdaptiveResampling
                """)
        }
        if !(1...2).contains(model.latentDimension) {
            problems.append(
                """
                \(Self.name) serves 1 or 2 latent features, but model.latentDimension is \(model.latentDimension); choose \
                another sampler, such as importanceResampling or latentAdaptiveResampling
                """)
        } else if model.latentDimension == 2, let count = sidePointCount, count > Self.planeLimit {
            problems.append(
                """
                \(Self.name) takes at most \(Self.planeLimit) points a side for 2 latent features, but sidePointCount is \
                \(count); take fewer
                """)
        }
        return problems
    }

    /// What is known of the rows so far.
    public struct State {
        let grid: LatentGrid
        /// Whether the decoder's output is repeated for each row, for observation models that want it so.
        let repeatsHead: Bool
        var nextTile = 0
        /// log p(x_o | z) p(z), and log p(s | z, x_o), of every point, by row; tile by tile.
        var logWeights: [[Double]]
        /// log Σ w so far, by row.
        var logTotals: [RunningLogSum]
        /// log Σ p(z) so far.
        var logPrior = RunningLogSum()
        /// Σ w E[x | z] / Σ w so far, rows × features.
        var means: [Double]
    }

    public func start(_ rows: ConditionalRows) throws -> State {
        let dimension = rows.model.latentDimension
        let problems = problems(with: rows.model)
        guard problems.isEmpty else { throw LacunaError(.configuration, problems) }
        let grid = LatentGrid(
            dimension: dimension, sidePointCount: sidePointCount ?? (dimension == 1 ? 2001 : 201), end: end)
        try rows.checkMemory(
            8 * Double(rows.rowCount) * Double(grid.pointCount),
            for: "the weights of \(grid.pointCount) points of a grid for each of \(rows.rowCount) rows",
            advice: "lower sidePointCount or imputation.batchSize")
        var repeatsHead = false
        do {
            _ = try weighing(rows, grid, repeatsHead: false)
        } catch is TapeError {
            repeatsHead = true
        }
        rows.fill(try weighing(rows, grid, repeatsHead: repeatsHead))
        return State(
            grid: grid, repeatsHead: repeatsHead, logWeights: [[Double]](repeating: [], count: rows.rowCount),
            logTotals: [RunningLogSum](repeating: RunningLogSum(), count: rows.rowCount),
            means: [Double](repeating: 0, count: rows.rowCount * rows.model.layout.featureCount))
    }

    public func step(_ state: inout State, _ rows: ConditionalRows) throws -> Bool {
        let grid = state.grid
        let weighing = try weighing(rows, grid, repeatsHead: state.repeatsHead)
        let exists = grid.exists(inTile: state.nextTile)
        weighing.write(grid.latents(ofTile: state.nextTile), to: "latent")
        weighing.write(exists.map { $0 ? 1 : 0 }, to: "exists")
        weighing.workspace.forward()
        let logWeights = weighing.read("logWeights"), totals = weighing.read("logTotal"), means = weighing.read("mean")
        for (number, exists) in zip(weighing.read("logPrior"), exists) where exists { state.logPrior.add(number) }
        let width = rows.model.layout.featureCount
        for row in 0..<rows.rowCount {
            state.logWeights[row] += logWeights[row * grid.tileSize..<(row + 1) * grid.tileSize]
            guard let (old, new) = state.logTotals[row].addShare(totals[row]) else { continue }
            for feature in row * width..<(row + 1) * width {
                state.means[feature] = state.means[feature] * old + means[feature] * new
            }
        }
        state.nextTile += 1
        return state.nextTile < grid.tileCount
    }

    public func finish(_ state: State, _ rows: ConditionalRows) throws -> [RowImputation] {
        let grid = state.grid
        let mass = Double.exp(state.logPrior.value + grid.logCellVolume)
        guard abs(mass - 1) <= Self.massTolerance else {
            throw LacunaError(.configuration, massProblem(mass, of: rows.model.prior, grid))
        }
        for total in state.logTotals where !total.value.isFinite { throw LacunaError.unusableWeights(total.value) }
        let wanted = rows.request.drawCount
        // The first of the draws are those wanted, also where there are more of them to summarise.
        let count = rows.request.needsSpread ? max(sampleCount, wanted) : wanted
        let draws = try self.draws(count, state, rows)
        let width = rows.model.layout.featureCount
        let diagnostics = self.diagnostics(state)
        return (0..<rows.rowCount).map { row in
            var result = RowImputation(
                summary: state.means[row * width..<(row + 1) * width].map { Float($0) },
                draws: Array(draws[row].prefix(wanted)), diagnostics: diagnostics[row])
            guard rows.request.needsSpread else { return result }
            // As many as without any that are wanted themselves, so that these change no median.
            rows.summarise(
                &result, row: row, draws: draws[row].prefix(sampleCount).flatMap { $0 },
                weights: [Double](repeating: 1, count: sampleCount))
            return result
        }
    }

    // MARK: Pieces

    /// Decodes a tile once and weighs all rows by it.
    private func weighing(_ rows: ConditionalRows, _ grid: LatentGrid, repeatsHead: Bool) throws -> RecordedStep {
        try rows.recording("grid.\(grid.dimension).\(grid.tileSize).\(repeatsHead)") { step in
            let tape = step.tape
            let latent = tape.input("latent", TensorShape(samples: grid.tileSize, features: grid.dimension))
            let exists = tape.input("exists", TensorShape(samples: grid.tileSize))
            var head = step.decoderHead(latent)
            if repeatsHead {
                head = head.broadcast(
                    to: TensorShape(rows: rows.rowCount, samples: grid.tileSize, features: head.shape.features))
            }
            let decoded = step.observation(head: head)
            let logPrior = step.logPrior(of: latent)
            let cells = step.missingCells(decoded, needsDraws: false, purpose: "draw")
            let observed = decoded.logDensity(of: step.values, observed: step.observed) + logPrior
            let joint = cells.logProbability.map { observed + $0 } ?? observed
            let logWeights = tape.select(exists, joint, else: tape.constant(-.infinity))
                .broadcast(to: TensorShape(rows: rows.rowCount, samples: grid.tileSize))
            let total = logWeights.logSumExp(over: .samples)
            let shares = (logWeights - total).exp()
            return [
                "latent": latent, "exists": exists, "logPrior": logPrior, "logWeights": logWeights, "logTotal": total,
                "mean": shares.transposed().matrixProduct(cells.mean),
            ]
        }
    }

    /// Picks points by weight, and draws x given each.
    private func draws(_ count: Int, _ state: State, _ rows: ConditionalRows) throws -> [[[Float]]] {
        let grid = state.grid
        var tiles: [Int: [Double]] = [:]
        var picked: [Double] = []
        picked.reserveCapacity(rows.rowCount * count * grid.dimension)
        for row in 0..<rows.rowCount {
            for pick in rows.picks(count, row: row, logWeights: state.logWeights[row]) {
                let (tile, place) = pick.quotientAndRemainder(dividingBy: grid.tileSize)
                let latents = tiles[tile] ?? grid.latents(ofTile: tile)
                tiles[tile] = latents
                picked += latents[place * grid.dimension..<(place + 1) * grid.dimension]
            }
        }
        guard rows.model.missingness.isIgnorable else { return try rows.tiltedDraws(given: picked, count: count) }
        return try rows.draws(given: picked, count: count)
    }

    /// How finely the grid resolves the weights of each row, and whether it holds them.
    private func diagnostics(_ state: State) -> [RowDiagnostics] {
        let grid = state.grid, side = grid.sidePointCount
        let largest = state.logWeights.map { $0.max() ?? 0 }
        var lines = largest.map { _ in [LineWeights](repeating: LineWeights(sideCount: side), count: grid.dimension) }
        for tile in 0..<grid.tileCount {
            let latents = grid.latents(ofTile: tile)
            for (place, exists) in grid.exists(inTile: tile).enumerated() where exists {
                // Where the point lies along each axis.
                let axes = (0..<grid.dimension).map { axis in
                    Int(((latents[place * grid.dimension + axis] + grid.end) / grid.spacing).rounded())
                }
                for row in largest.indices {
                    let weight = Double.exp(state.logWeights[row][tile * grid.tileSize + place] - largest[row])
                    guard weight > 0 else { continue }
                    for axis in axes.indices {
                        lines[row][axis].add(weight, at: axes[axis], ofLine: axes.count > 1 ? axes[1 - axis] : 0)
                    }
                }
            }
        }
        return lines.map { lines in
            RowDiagnostics(
                effectiveSampleSize: lines.map(\.effectivePointCount).min() ?? 0,
                shortcoming: lines.contains { $0.edgeShare > Self.edgeLimit } ? .gridEdge : nil)
        }
    }

    private func massProblem(_ mass: Double, of prior: any Prior, _ grid: LatentGrid) -> String {
        func brief(_ number: Double) -> Double { (number * 1e4).rounded() / 1e4 }
        return """
            the prior \(type(of: prior).name) has a mass of \(brief(mass)) on the grid of \(Self.name) \
            (\(grid.sidePointCount) points a side from −\(brief(end)) to \(brief(end))), not of 1; set \
            end where the prior is wider, sidePointCount where it is narrower than the distance of \
            \(brief(grid.spacing)) between points
            """
    }
}
