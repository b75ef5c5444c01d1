import Lacuna

/// A small model whose prior is made of its own encoder's posteriors, in 64 bits.
struct VampPriorModel {
    let model: ComposedModel
    let store = ParameterStore(precision: .float64)

    static let featureCount = 3
    static let componentCount = 4

    init(_ family: any VariationalFamily, dropout: Double = 0, latentDimension: Int = 2) throws {
        var encoder = MLPNetwork(hidden: [6])
        encoder.dropout = dropout
        var model = TrainingExample.model(continuousLayout(Self.featureCount), latentDimension: latentDimension)
        model.encoder = encoder
        model.posterior = family
        model.prior = VampPrior(componentCount: Self.componentCount)
        self.model = model
        try model.initialise(store, bound: StratumBlindBound(), from: RandomStream(seed: 6))
    }

    /// Records something over some rows, all cells of which are 0.5.
    func record(
        rowCount: Int = 1, mode: RunMode = .evaluation, _ body: (ModelStep) throws -> [Tensor]
    ) throws -> (workspace: Workspace, views: [TensorView]) {
        let tape = Tape(store: store)
        let shape = TensorShape(rows: rowCount, features: Self.featureCount)
        let values = tape.constant([Double](repeating: 0.5, count: shape.count), shape)
        let observed = tape.constant([Double](repeating: 1, count: shape.count), shape)
        let tensors = try body(ModelStep(model: model, tape: tape, values: values, observed: observed, mode: mode))
        return (Workspace(try tape.finish(outputs: tensors)), tensors.map(\.view))
    }
}

/// One draw from each stratum: a bound that does to declare a model's parameters, whatever the family.
struct StratumBlindBound: Bound {
    static let name = "testStratumBlind"
    static let summary = "the mean log-weight of a draw from each stratum"

    func record(_ step: ModelStep) throws -> RecordedBound {
        let draw = step.draw(from: step.posterior(head: step.encode()), count: 1)
        return RecordedBound(value: step.weigh(draw, step.decode(draw.latent)).mean(over: .samples))
    }
}
