import Lacuna

/// The outputs of a network for one row whose parameters are set to given numbers.
func output(
    _ network: some Network, input: [Double], width: Int, parameters: [String: [Double]],
    mode: RunMode = .evaluation, samples: Int = 1
) throws -> [Double] {
    let tape = Tape(precision: .float64)
    let features = TensorShape(samples: samples, features: input.count / samples)
    let result = network.forward(
        tape.constant(input, features), width: width, in: ParameterScope(tape, group: .decoder), mode: mode)
    let program = try tape.finish(outputs: [result])
    tape.store.initialise(from: RandomStream(seed: 1))
    for (name, numbers) in parameters {
        if let parameter = tape.store.parameter(named: "decoder.\(name)") {
            tape.store.setValues(numbers, of: parameter)
        }
    }
    tape.store.pack(0..<tape.store.parameters.count)
    let workspace = Workspace(program)
    workspace.setNoise(RandomStream(seed: 2))
    workspace.forward()
    return workspace.read(result.view)
}

/// The largest distance between two lists of numbers.
func distance(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
