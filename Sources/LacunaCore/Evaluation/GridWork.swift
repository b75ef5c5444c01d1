import LacunaTensors

/// The recordings of a grid integral: one decodes a tile of latents, another weighs a block of rows by it.
///
/// The decoder runs once for a tile, with one row, and its output is broadcast over the rows of a block.
struct GridWork: Sendable {
    /// Decodes: latents → decoder's output and log p(z).
    struct Decoding: Sendable {
        var program: Program
        var latent: TensorView
        var head: TensorView
        var logPrior: TensorView
    }

    /// Weighs: decoder's output and log p(z) → log Σ p(x_o | z) p(z) over each half of the tile.
    struct Weighing: Sendable {
        var program: Program
        var head: TensorView
        var logPrior: TensorView
        var values: TensorView
        var observed: TensorView
        var halves: [TensorView]
    }

    let grid: LatentGrid
    let dataset: Dataset
    let blockSize: Int
    let decoding: Decoding
    let weighing: Weighing

    /// Rows weighed at once at most: their densities on a tile stay near the processor.
    private static let blockLimit = 16

    /// Records a model.
    ///
    /// - Throws: `TapeError` where its parts do not fit together.
    init(model: ComposedModel, store: ParameterStore, grid: LatentGrid, dataset: Dataset) throws {
        self.grid = grid
        self.dataset = dataset
        blockSize = max(min(Self.blockLimit, dataset.rowCount), 1)
        decoding = try Self.decoding(model, store, grid)
        do {
            weighing = try Self.weighing(model, store, grid, rows: blockSize, repeatsHead: false)
        } catch is TapeError {
            // An observation model may want the decoder's output for each row.
            weighing = try Self.weighing(model, store, grid, rows: blockSize, repeatsHead: true)
        }
    }

    /// A step for some rows.
    static func step(_ model: ComposedModel, _ tape: Tape, rows: Int) -> ModelStep {
        let shape = TensorShape(rows: rows, features: model.layout.featureCount)
        return ModelStep(
            model: model, tape: tape, values: tape.input("values", shape), observed: tape.input("observed", shape),
            mode: .evaluation)
    }

    private static func decoding(
        _ model: ComposedModel, _ store: ParameterStore, _ grid: LatentGrid
    ) throws -> Decoding {
        let tape = Tape(store: store)
        let latent = tape.input("latent", TensorShape(samples: grid.tileSize, features: grid.dimension))
        let step = step(model, tape, rows: 1)
        let head = step.decoderHead(latent), logPrior = step.logPrior(of: latent)
        return Decoding(
            program: try tape.finish(outputs: [head, logPrior]), latent: latent.view, head: head.view,
            logPrior: logPrior.view)
    }

    private static func weighing(
        _ model: ComposedModel, _ store: ParameterStore, _ grid: LatentGrid, rows: Int, repeatsHead: Bool
    ) throws -> Weighing {
        let tape = Tape(store: store)
        let step = step(model, tape, rows: rows)
        let head = tape.input("head", TensorShape(samples: grid.tileSize, features: model.decoderHeadWidth))
        let logPrior = tape.input("logPrior", TensorShape(samples: grid.tileSize))
        let halves = [0..<grid.tileSize / 2, grid.tileSize / 2..<grid.tileSize].map { half in
            var part = head.slice(half, along: .samples)
            if repeatsHead {
                part = part.broadcast(
                    to: TensorShape(rows: rows, samples: half.count, features: part.shape.features))
            }
            let density = step.observation(head: part).logDensity(of: step.values, observed: step.observed)
            let shape = TensorShape(rows: rows, samples: half.count)
            if density.shape != shape {
                tape.fail("the log-density on a grid has the shape \(density.shape), not \(shape)")
            }
            return (density + logPrior.slice(half, along: .samples)).logSumExp(over: .samples)
        }
        return Weighing(
            program: try tape.finish(outputs: halves), head: head.view, logPrior: logPrior.view,
            values: step.values.view, observed: step.observed.view, halves: halves.map(\.view))
    }
}

/// The memory of one worker of a grid integral.
final class GridWorker: @unchecked Sendable {  // used by the worker it belongs to, and by no other
    private let work: GridWork
    private let decoding: Workspace
    private let weighing: Workspace

    init(_ work: GridWork) {
        self.work = work
        decoding = Workspace(work.decoding.program)
        weighing = Workspace(work.weighing.program)
    }

    /// Runs a tile for all rows.
    ///
    /// - Parameters:
    ///   - tile: Which one.
    ///   - sums: Where the log-sums of a row go: of the first half of the tile, then of the second.
    ///   - start: The place of the first row.
    func run(tile: Int, into sums: SharedNumbers, from start: Int) {
        let grid = work.grid
        decoding.write(grid.latents(ofTile: tile), to: work.decoding.latent)
        decoding.forward()
        weighing.write(decoding.read(work.decoding.head), to: work.weighing.head)
        // A point beyond the grid has no prior.
        let logPrior = zip(decoding.read(work.decoding.logPrior), grid.exists(inTile: tile))
        weighing.write(logPrior.map { $1 ? $0 : -.infinity }, to: work.weighing.logPrior)
        for first in stride(from: 0, to: work.dataset.rowCount, by: work.blockSize) {
            // The last block reaches back to be whole; the rows that it shares with the one before come out the same.
            let block = min(first, work.dataset.rowCount - work.blockSize)
            load(block)
            weighing.forward()
            for (half, view) in work.weighing.halves.enumerated() {
                for (place, number) in weighing.read(view).enumerated() {
                    sums[start + 2 * (block + place) + half] = number
                }
            }
        }
    }

    private func load(_ first: Int) {
        let width = work.dataset.layout.featureCount
        work.dataset.values.withUnsafeBufferPointer { values in
            work.dataset.observed.withUnsafeBufferPointer { observed in
                guard let values = values.baseAddress, let observed = observed.baseAddress else { return }
                for place in 0..<work.blockSize {
                    let row = first + place
                    weighing.write(values + row * width, toRow: place, of: work.weighing.values)
                    weighing.write(observed + row * width, toRow: place, of: work.weighing.observed)
                }
            }
        }
    }
}
