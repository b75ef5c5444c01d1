import Lacuna

/// Records a bound over some rows and runs it, as training does, but on numbers of the test's own.
struct BoundProbe {
    let workspace: Workspace
    let gradients: GradientBuffer
    private let values: TensorView
    private let observed: TensorView
    private let bound: TensorView

    init(
        _ model: ComposedModel, _ store: ParameterStore, bound: any Bound, rowCount: Int,
        mode: RunMode = .evaluation
    ) throws {
        let tape = Tape(store: store)
        let shape = TensorShape(rows: rowCount, features: model.layout.featureCount)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(model: model, tape: tape, values: values, observed: observed, mode: mode)
        let recorded = try bound.record(step)
        let program = try tape.finish(
            outputs: [recorded.value], objectives: mode == .training ? recorded.objectives : [])
        workspace = Workspace(program)
        gradients = GradientBuffer(store)
        self.values = values.view
        self.observed = observed.view
        self.bound = recorded.value.view
    }

    /// The bound of each row, in nats.
    func run(_ numbers: [Double], _ flags: [Double], noise: RandomStream) -> [Double] {
        workspace.write(numbers, to: values)
        workspace.write(flags, to: observed)
        workspace.setNoise(noise)
        workspace.forward()
        return workspace.read(bound)
    }

    /// The bound of many rows that are all the same; each has noise of its own.
    func replicate(_ row: [Double], _ flags: [Double], noise: RandomStream) -> [Double] {
        let count = values.shape.rows
        return run(
            [[Double]](repeating: row, count: count).flatMap { $0 },
            [[Double]](repeating: flags, count: count).flatMap { $0 }, noise: noise)
    }

    /// The gradient of the sum of the bound, after `run` in the mode `training`.
    func gradient(_ name: String) throws -> [Double] {
        guard let parameter = workspace.program.store.parameter(named: name) else { throw NoSuchParameter(name: name) }
        for pass in 0..<workspace.program.objectiveCount { workspace.backward(pass, into: gradients) }
        return gradients.values(of: parameter)
    }
}

/// The mean of some numbers and its standard error.
func meanAndError(_ numbers: [Double]) -> (mean: Double, error: Double) {
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let squares = numbers.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1) / count).squareRoot())
}
