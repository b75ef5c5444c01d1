import LacunaTensors

/// The largest deviation between a recorded gradient and central differences in 64 bits, relative to 1 + |difference|.
///
/// - Parameters:
///   - inputs: Shapes and numbers of the free variables.
///   - expression: The function; its cells are weighted differently and summed, so that none can hide another.
func gradientDeviation(
    _ inputs: [(TensorShape, [Double])], step: Double = 1e-6, _ expression: (Tape, [Tensor]) -> Tensor
) throws -> Double {
    let tape = Tape(precision: .float64)
    let variables = inputs.enumerated().map { tape.variable("x\($0)", $1.0) }
    let result = expression(tape, variables)
    let weights = tape.constant((0..<result.shape.count).map { 0.3 + 0.17 * Double($0 % 7) }, result.shape)
    let objective = (result * weights).sum(over: .features).sum(over: .samples).sum(over: .rows)
    let program = try tape.finish(outputs: [objective], objectives: [Objective(objective, groups: .variables)])
    let workspace = Workspace(program)
    workspace.setNoise(RandomStream(seed: 5))
    func value(_ numbers: [[Double]]) -> Double {
        for (variable, values) in zip(variables, numbers) { workspace.write(values, to: variable.view) }
        workspace.forward()
        return workspace.read(objective.view)[0]
    }
    let start = inputs.map(\.1)
    _ = value(start)
    workspace.backward()
    let gradients = variables.map { workspace.readGradient($0.view) }
    var worst = 0.0
    for (index, numbers) in start.enumerated() {
        for cell in numbers.indices {
            var up = start, down = start
            up[index][cell] += step
            down[index][cell] -= step
            let difference = (value(up) - value(down)) / (2 * step)
            let deviation = abs(gradients[index][cell] - difference) / (1 + abs(difference))
            worst = deviation.isNaN ? .infinity : max(worst, deviation)
        }
    }
    return worst
}

/// Numbers between −1.5 and 1.5, none near another's.
func numbers(_ shape: TensorShape, seed: UInt64 = 1, low: Double = -1.5, high: Double = 1.5) -> (TensorShape, [Double])
{
    var stream = RandomStream(seed: seed)
    return (shape, (0..<shape.count).map { _ in low + (high - low) * stream.uniform() })
}
