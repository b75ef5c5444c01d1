import LacunaTensors
import Synchronization

/// log p(x_o) of rows as the integral log ∫ p(x_o | z) p(z) dz over a grid of latents, for one latent or two.
///
/// The points fill [−10, 10] in each latent at equal distances, and the integral is the sum over them times the volume
/// between them. For a smooth decoder the sum is exact to rounding as long as the posterior of a row is no narrower than
/// that distance (an error of 5e-9 where its standard deviation equals the distance, of 1 % where it is half of it:
/// Trefethen and Weideman 2014 on the trapezoidal rule). The sum over every other point tells whether that is so. What
/// lies beyond the grid is left out, which is why the prior's mass on it has to be 1. No posterior plays a part, and the
/// factor of a missingness model is left out. Points run in tiles that are forgotten at once: each is decoded once, for
/// all rows.
public struct GridLogLikelihood: Sendable {
    /// What the grid says of some rows.
    public struct Result: Sendable, Equatable {
        /// log p(x_o) of each row, in nats and standardised units.
        public var logDensities: [Double]
        /// The same from every other point along each side.
        public var coarseLogDensities: [Double]
        /// The prior's mass on the grid.
        public var priorMass: Double

        /// The largest change of a row where every other point is left out, in nats. Far below it lies the error of the
        /// whole grid; where it is not small, the grid is too coarse.
        public var largestCoarseChange: Double {
            zip(logDensities, coarseLogDensities).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
    }

    /// The numbers of points a side that can be asked for.
    public static let sidePointCounts = 10...10_000
    /// By how much the prior's mass on the grid may differ from 1.
    static let massTolerance = 1e-3

    private let model: ComposedModel
    private let store: ParameterStore
    private let threadCount: Int
    private let grid: LatentGrid

    /// Points a side.
    public var sidePointCount: Int { grid.sidePointCount }
    /// All points.
    public var pointCount: Int { grid.pointCount }

    /// An integral over a grid.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - store: Its parameters.
    ///   - sidePointCount: Points a side.
    ///   - threadCount: Threads; they change the time it takes and nothing else.
    /// - Throws: `LacunaError` of kind `configuration` for more than two latents and for numbers of points out of range.
    public init(
        model: ComposedModel, store: ParameterStore, sidePointCount: Int = 500, threadCount: Int = 1
    ) throws(LacunaError) {
        guard (1...2).contains(model.latentDimension) else {
            throw LacunaError(
                .configuration,
                """
                a grid can integrate over 1 or 2 latents, but model.latentDimension is \(model.latentDimension); use the \
                importance-weighted estimate alone
                """)
        }
        guard Self.sidePointCounts.contains(sidePointCount) else {
            throw LacunaError(
                .configuration,
                """
                a grid has between \(Self.sidePointCounts.lowerBound) and \(Self.sidePointCounts.upperBound) points a \
                side, not \(sidePointCount)
                """)
        }
        self.model = model
        self.store = store
        self.threadCount = threadCount
        grid = LatentGrid(dimension: model.latentDimension, sidePointCount: sidePointCount)
    }

    /// The prior's mass on the grid: 1 where the grid is wide and fine enough for it.
    ///
    /// - Parameter shouldStop: Asked between tiles.
    /// - Throws: `TapeError` where the prior cannot be recorded, `LacunaError` of the kind `interrupted`.
    public func priorMass(shouldStop: () -> Bool = { false }) throws -> Double {
        let tape = Tape(store: store)
        let latent = tape.input("latent", TensorShape(samples: grid.tileSize, features: grid.dimension))
        let logPrior = GridWork.step(model, tape, rows: 1).logPrior(of: latent)
        let workspace = Workspace(try tape.finish(outputs: [logPrior]))
        var sum = RunningLogSum()
        for tile in 0..<grid.tileCount {
            if shouldStop() { throw LacunaError(.interrupted, "interrupted while integrating over the grid") }
            workspace.write(grid.latents(ofTile: tile), to: latent.view)
            workspace.forward()
            for (number, exists) in zip(workspace.read(logPrior.view), grid.exists(inTile: tile)) where exists {
                sum.add(number)
            }
        }
        return .exp(sum.value + grid.logCellVolume)
    }

    /// Integrates for all rows.
    ///
    /// - Parameters:
    ///   - dataset: The rows, in the layout of the model; cells may be missing.
    ///   - shouldStop: Asked between tiles, by every thread.
    ///   - report: Told how many tiles are done, by every thread.
    /// - Throws: `LacunaError` of the kind `configuration` where the prior's mass on the grid is not 1, `interrupted`, or
    ///   `work` where a value is not finite.
    public func integrate(
        _ dataset: Dataset, shouldStop: @Sendable () -> Bool = { false },
        report: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws -> Result {
        let mass = try priorMass(shouldStop: shouldStop)
        guard abs(mass - 1) <= Self.massTolerance else { throw LacunaError(.configuration, massProblem(mass)) }
        let work = try GridWork(model: model, store: store, grid: grid, dataset: dataset)
        let pool = WorkerPool(threadCount: threadCount)
        let workers = (0..<pool.threadCount).map { _ in GridWorker(work) }
        var fine = [RunningLogSum](repeating: RunningLogSum(), count: dataset.rowCount), coarse = fine
        let sums = SharedNumbers(count: Self.roundSize * 2 * dataset.rowCount)
        let done = Atomic<Int>(0)
        for start in stride(from: 0, to: grid.tileCount, by: Self.roundSize) {
            let count = min(Self.roundSize, grid.tileCount - start)
            try pool.forEach(count, what: "integrating over the grid", shouldStop: shouldStop) { worker, piece in
                workers[worker].run(tile: start + piece, into: sums, from: piece * 2 * dataset.rowCount)
                report(done.wrappingAdd(1, ordering: .relaxed).newValue, grid.tileCount)
            }
            // In the order of the tiles, whoever ran them.
            for piece in 0..<count {
                let isCoarse = grid.startsOnCoarseLine(tile: start + piece)
                for row in 0..<dataset.rowCount {
                    let place = 2 * (piece * dataset.rowCount + row)
                    fine[row].add(sums[place])
                    fine[row].add(sums[place + 1])
                    if isCoarse { coarse[row].add(sums[place]) }
                }
            }
        }
        let coarseVolume = grid.logCellVolume + Double(grid.dimension) * .log(2)
        let result = Result(
            logDensities: fine.map { $0.value + grid.logCellVolume },
            coarseLogDensities: coarse.map { $0.value + coarseVolume }, priorMass: mass)
        for row in 0..<dataset.rowCount where !result.logDensities[row].isFinite {
            throw LacunaError(
                .work,
                """
                row \(row + 1) of the table has no finite log-likelihood: the model gives its observed cells no finite \
                density on the grid; fit the model with more training.steps, another seed, or an observation model with \
                heavier tails
                """)
        }
        return result
    }

    /// Tiles whose sums are kept until they are added up: a number of its own, so that threads change nothing.
    private static let roundSize = 16

    private func massProblem(_ mass: Double) -> String {
        func brief(_ number: Double) -> Double { (number * 1e4).rounded() / 1e4 }
        return """
            the prior \(type(of: model.prior).name) has a mass of \(brief(mass)) on the grid (\(sidePointCount) points a \
            side from −10 to 10), not of 1, so that the integral would be wrong; take more points where the prior is \
            narrower than their distance of \(brief(grid.spacing)), and else the importance-weighted estimate alone
            """
    }
}
