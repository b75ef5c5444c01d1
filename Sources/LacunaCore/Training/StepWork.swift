import LacunaTensors

/// The work of one training step, as pieces for a pool: made once, so that a step allocates nothing but what a
/// sampler of imputations does.
final class StepWork: @unchecked Sendable {  // the numbers of a step are set before its pieces start
    /// The dataset's row for each place of the batch.
    var rows = UnsafeBufferPointer<Int>(start: nil, count: 0)
    /// The stream of the step.
    var noise = RandomStream(seed: 0)
    /// The step, from 1.
    var number = 0
    /// The step size with the schedule applied.
    var learningRate = 0.0
    /// The factor on the gradient, from the limit on its norm.
    var gradientScale = 1.0
    private let runner: ChunkRunner
    private let updating: ParameterUpdate
    private let optimizer: any Optimizer
    private let dataset: Dataset
    private let gradients: [GradientBuffer]
    private let rowWeight: Double
    /// Advances the imputations of a batch before its step, where the bound is trained on imputations.
    private let updater: ImputationUpdater?
    /// Whether the step is one that does so.
    var isAdvancingImputations = false

    init(
        runner: ChunkRunner, updater: ImputationUpdater?, updating: ParameterUpdate, optimizer: any Optimizer,
        dataset: Dataset, gradients: [GradientBuffer], rowCount: Int
    ) {
        self.runner = runner
        self.updater = updater
        self.updating = updating
        self.optimizer = optimizer
        self.dataset = dataset
        self.gradients = gradients
        rowWeight = 1 / Double(rowCount)
    }

    /// Runs a chunk forward and backward.
    private(set) lazy var runChunk: @Sendable (Int, Int) -> Void = { [unowned self] worker, chunk in
        if isAdvancingImputations, let updater {
            updater.advance(
                UnsafeBufferPointer(rebasing: rows[runner.plan.chunks[chunk]]), worker: worker,
                noise: noise.child("imputations"))
        }
        runner.run(
            chunk: chunk, worker: worker, dataset: dataset, rows: rows, noise: noise, gradient: gradients[chunk],
            seed: rowWeight)
    }

    /// Sums the chunks' gradients of a piece of the parameters.
    private(set) lazy var reducePiece: @Sendable (Int, Int) -> Void = { [unowned self] _, piece in
        updating.reduce(piece)
    }

    /// Moves a piece of the parameters.
    private(set) lazy var movePiece: @Sendable (Int, Int) -> Void = { [unowned self] _, piece in
        updating.apply(piece) {
            optimizer.update($0, step: number, learningRate: learningRate, gradientScale: gradientScale)
        }
    }
}
