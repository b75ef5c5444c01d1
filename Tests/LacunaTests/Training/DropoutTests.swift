import Lacuna
import Testing

/// Dropout keeps the mean of a layer while training and is absent otherwise.
@Suite struct DropoutTests {
    private static func run(_ mode: RunMode, seed: UInt64, dropout: Double = 0.3, units: Int = 4096) throws -> Double {
        var network = MLPNetwork(hidden: [units], activation: .identity)
        network.dropout = dropout
        let store = ParameterStore(precision: .float64)
        func record() -> Tensor {
            let tape = Tape(store: store)
            return network.forward(
                tape.constant(0), width: 1, in: ParameterScope(tape, group: .encoder), mode: mode)
        }
        _ = record()
        store.initialise(from: RandomStream(seed: 1))
        // Every hidden unit is 1, and the output is their mean.
        try store.set("encoder.layer0.bias", [Double](repeating: 1, count: units))
        try store.set("encoder.output.weight", [Double](repeating: 1 / Double(units), count: units))
        let output = record()
        let workspace = Workspace(try output.tape.finish(outputs: [output]))
        workspace.setNoise(RandomStream(seed: seed))
        workspace.forward()
        return workspace.read(output.view)[0]
    }

    /// The networks of a model silence units independently: the same layer in two groups has masks of its own.
    @Test func groupsHaveMasksOfTheirOwn() throws {
        var network = MLPNetwork(hidden: [64], activation: .identity)
        network.dropout = 0.5
        let store = ParameterStore(precision: .float64)
        func record(_ tape: Tape) -> [Tensor] {
            [ParameterGroup.encoder, .decoder].map { group in
                network.forward(tape.constant(0), width: 1, in: ParameterScope(tape, group: group), mode: .training)
            }
        }
        _ = record(Tape(store: store))
        store.initialise(from: RandomStream(seed: 1))
        for group in ["encoder", "decoder"] {
            try store.set("\(group).layer0.bias", [Double](repeating: 1, count: 64))
            // Powers of two: every mask has a sum of its own.
            try store.set("\(group).output.weight", (0..<64).map { $0 < 50 ? Double(1 << $0) : 0 })
        }
        let tape = Tape(store: store)
        let outputs = record(tape)
        let workspace = Workspace(try tape.finish(outputs: outputs))
        workspace.setNoise(RandomStream(seed: 2))
        workspace.forward()
        #expect(workspace.read(outputs[0].view) != workspace.read(outputs[1].view))
    }

    /// The standard error of one mean is √(.3/.7/4096) = 0.0102; twenty of them have 0.0023, 5.2 of which are 0.012.
    @Test func theMeanStays() throws {
        let trained = try (0..<20).map { try Self.run(.training, seed: UInt64($0)) }
        #expect(abs(meanAndError(trained).mean - 1) < 0.012)
        #expect(Set(trained).count > 10)
        let spread = trained.reduce(0.0) { $0 + ($1 - 1) * ($1 - 1) } / 20
        #expect(spread > 0.2 * 0.0102 * 0.0102 && spread < 4 * 0.0102 * 0.0102)
        #expect(abs(try Self.run(.evaluation, seed: 1) - 1) < 1e-12)
        #expect(abs(try Self.run(.training, seed: 1, dropout: 0) - 1) < 1e-12)
    }
}
