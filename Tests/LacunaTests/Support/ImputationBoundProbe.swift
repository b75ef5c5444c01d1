import Lacuna

/// Records a bound that is trained on imputations over one row, and runs it on imputations of the test's own.
struct ImputationBoundProbe {
    let workspace: Workspace
    let objectives: [TensorView]
    private let value: TensorView
    private let store: ParameterStore

    /// - Parameter imputed: Complete rows, imputations × features.
    init(
        _ model: ComposedModel, _ store: ParameterStore, bound: any ImputationBound, row: [Double],
        observed flags: [Double], imputed: [Double]
    ) throws {
        let tape = Tape(store: store)
        let shape = TensorShape(features: row.count)
        let step = ModelStep(
            model: model, tape: tape, values: tape.constant(row, shape), observed: tape.constant(flags, shape),
            mode: .training)
        let rows = tape.constant(imputed, TensorShape(rows: imputed.count / row.count, features: row.count))
        let recorded = try bound.record(step, imputed: rows)
        objectives = recorded.objectives.map { $0.tensor.view }
        value = recorded.value.view
        workspace = Workspace(
            try tape.finish(
                outputs: [recorded.value] + recorded.objectives.map(\.tensor), objectives: recorded.objectives))
        self.store = store
    }

    /// The bound and its objectives, in nats.
    func run(_ noise: RandomStream = RandomStream(seed: 1)) -> (value: Double, objectives: [Double]) {
        workspace.setNoise(noise)
        workspace.forward()
        return (workspace.read(value)[0], objectives.map { workspace.read($0)[0] })
    }

    /// The gradient of every parameter by its objective, after `run`; those of one that no objective moves are `nil`.
    func gradient(_ name: String) throws -> [Double] {
        guard let parameter = store.parameter(named: name) else { throw NoSuchParameter(name: name) }
        let gradients = GradientBuffer(store)
        for pass in 0..<workspace.program.objectiveCount { workspace.backward(pass, into: gradients) }
        return gradients.values(of: parameter)
    }
}
