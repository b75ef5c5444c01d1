import Lacuna
import Synchronization

/// A bound that notes the first feature of every row that training shows it; looks at held-out rows are not noted.
struct SpyingBound: Bound {
    static let name = "testSpy"
    static let summary = "notes the rows that it sees"

    /// Whose notes these are; each test has a number of its own.
    var notebook = 0

    func record(_ step: ModelStep) throws -> RecordedBound {
        let value = step.encode().sum(over: .features) * 0.01
        guard step.mode == .training else { return RecordedBound(value: value) }
        return RecordedBound(value: value + step.tape.apply(Spy(notebook: notebook), to: [step.values]))
    }

    /// What was seen so far.
    static func notes(_ notebook: Int) -> [Int] { notes.withLock { $0[notebook] ?? [] } }

    private static let notes = Mutex<[Int: [Int]]>([:])

    private struct Spy: DifferentiableFunction {
        var notebook: Int

        func outputShape(of inputs: [TensorShape]) -> TensorShape? { inputs.first.map { TensorShape(rows: $0.rows) } }

        func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
            let cells = inputs[0]
            let rows = (0..<output.shape.rows).map { Int(cells[$0, 0, 0]) }
            SpyingBound.notes.withLock { $0[notebook, default: []] += rows }
            for row in 0..<output.shape.rows { output[row, 0, 0] = 0 }
        }

        func backward<S: TensorScalar>(
            _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
            into gradients: FunctionGradients<S>
        ) {}
    }
}

/// Normal columns whose log-density turns into NaN at the run of a given number.
struct FailingObservation: ObservationModel {
    static let name = "testFailing"
    static let summary = "fails at some run"
    static let kinds: Set<ColumnKind> = [.continuous]

    /// Whose runs are counted.
    var counter = 0
    /// The run that fails first; each pass over a chunk of rows is one.
    var failingRun = Int.max

    func headWidth(for block: ColumnBlock) -> Int { block.featureCount }

    func distribution(head: Tensor, block: ColumnBlock, in scope: ParameterScope) -> any ConditionalDistribution {
        Recorded(
            inner: GaussianSharedScaleObservation().distribution(head: head, block: block, in: scope),
            fuse: Fuse(counter: counter, failingRun: failingRun))
    }

    private static let runs = Mutex<[Int: Int]>([:])

    private struct Recorded: ConditionalDistribution {
        var inner: any ConditionalDistribution
        var fuse: Fuse

        func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
            let density = inner.logDensity(of: values, observed: observed)
            return density + density.tape.apply(fuse, to: [density.stoppingGradient()])
        }

        func mean() -> Tensor { inner.mean() }
        func sample(purpose: String) -> Tensor { inner.sample(purpose: purpose) }
    }

    private struct Fuse: DifferentiableFunction {
        var counter: Int
        var failingRun: Int

        func outputShape(of inputs: [TensorShape]) -> TensorShape? { inputs.first }

        func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
            let run = FailingObservation.runs.withLock { runs in
                runs[counter, default: 0] += 1
                return runs[counter, default: 0]
            }
            output.forEachCell { output[$0, $1, $2] = run >= failingRun ? .nan : 0 }
        }

        func backward<S: TensorScalar>(
            _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
            into gradients: FunctionGradients<S>
        ) {}
    }
}
