import Testing

@testable import LacunaTensors

/// Dense layers over inputs that lie in memory in every way, against plain sums and differences.
@Suite struct LinearLayerTests {
    static let start = TensorShape(rows: 3, samples: 4, features: 6)
    static let uses: [(name: String, make: @Sendable (Tensor) -> Tensor)] = [
        ("plain", { $0 }), ("slice of features", { $0.features(1..<4) }), ("one feature", { $0.features(2..<3) }),
        ("slice of samples", { $0.slice(1..<3, along: .samples) }),
        ("slice of rows", { $0.slice(1..<2, along: .rows) }),
        ("transposed", { $0.transposed() }), ("one sample", { $0.slice(3..<4, along: .samples) }),
        ("repeated rows", { $0.slice(0..<1, along: .rows).broadcast(to: start) }),
        ("repeated samples", { $0.slice(2..<3, along: .samples).broadcast(to: start) }),
        ("repeated features", { $0.features(0..<1).broadcast(to: start) }),
        (
            "one row repeated",
            {
                $0.slice(0..<1, along: .rows).slice(0..<1, along: .samples).broadcast(to: start)
            }
        ),
        ("transposed slice", { $0.features(0..<2).transposed().features(1..<3) }),
    ]

    /// All inputs of the layer, weights and bias in turn: the largest relative deviation from central differences, and
    /// that of the values from plain sums.
    private static func deviations(
        _ view: (Tensor) -> Tensor, _ activation: Activation, isVariable: Bool
    ) throws -> (value: Double, gradient: Double) {
        let store = ParameterStore(precision: .float64)
        func record() -> (x: Tensor, source: Tensor, y: Tensor, loss: Tensor) {
            let tape = Tape(store: store)
            let x = isVariable ? tape.variable("x", start) : tape.input("x", start)
            let source = view(x)
            let y = ParameterScope(tape, group: .decoder).linear(source, width: 5, activation: activation)
            let weights = (0..<y.shape.count).map { 0.3 + 0.1 * Double($0 % 7) }
            let weighted = y * tape.constant(weights, y.shape)
            return (x, source, y, weighted.sum(over: .features).sum(over: .samples).sum(over: .rows))
        }
        _ = record()
        store.initialise(from: RandomStream(seed: 2))
        let weight = try #require(store.parameter(named: "decoder.weight"))
        let bias = try #require(store.parameter(named: "decoder.bias"))
        let (x, source, y, loss) = record()
        let workspace = Workspace(
            try x.tape.finish(outputs: [source, y, loss], objectives: [Objective(loss, groups: .all)]))
        let gradients = GradientBuffer(store)
        let places = [numbers(start).1, numbers(weight.shape, seed: 5).1, numbers(bias.shape, seed: 6).1]
        func value(_ places: [[Double]]) -> Double {
            workspace.write(places[0], to: x.view)
            store.setValues(places[1], of: weight)
            store.setValues(places[2], of: bias)
            store.pack(0..<store.parameters.count)
            workspace.forward()
            return workspace.read(loss.view)[0]
        }
        _ = value(places)
        workspace.backward(into: gradients)
        let found = [
            isVariable ? workspace.readGradient(x.view) : [], gradients.values(of: weight), gradients.values(of: bias),
        ]
        // Plain sums, for the identity.
        var worstValue = 0.0
        let cells = workspace.read(source.view), outputs = workspace.read(y.view)
        let inputs = source.shape.features
        if activation == .identity {
            for row in 0..<outputs.count / 5 {
                for output in 0..<5 {
                    var sum = places[2][output]
                    for k in 0..<inputs { sum += cells[row * inputs + k] * places[1][k * 5 + output] }
                    worstValue = max(worstValue, abs(sum - outputs[row * 5 + output]))
                }
            }
        }
        var worst = 0.0
        for (index, gradient) in found.enumerated() {
            for cell in gradient.indices {
                var up = places, down = places
                up[index][cell] += 1e-6
                down[index][cell] -= 1e-6
                let difference = (value(up) - value(down)) / 2e-6
                let deviation = abs(gradient[cell] - difference) / (1 + abs(difference))
                worst = deviation.isNaN ? .infinity : max(worst, deviation)
            }
        }
        return (worstValue, worst)
    }

    @Test(arguments: [true, false])
    func everyLayoutAgrees(isVariable: Bool) throws {
        for use in Self.uses {
            for activation in [Activation.identity, .tanh, .softplus] {
                let (value, gradient) = try Self.deviations(use.make, activation, isVariable: isVariable)
                #expect(value < 1e-13 && gradient < 1e-7, "\(use.name), \(activation): \(value), \(gradient)")
            }
        }
    }
}
