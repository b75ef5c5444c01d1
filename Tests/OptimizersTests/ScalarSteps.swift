import Lacuna

/// Steps of an optimizer on one number, with given gradients.
func steps(
    _ optimizer: some Optimizer, start: Double, gradients: [Double], learningRate: Double, gradientScale: Double = 1
) throws -> [Double] {
    let tape = Tape(precision: .float64)
    let parameter = ParameterScope(tape, group: .decoder).parameter("x", .scalar, initial: .constant(start))
    // The gradient of slope · x is the slope.
    let slope = tape.input("slope", .scalar)
    let objective = Objective(parameter * slope, groups: .all)
    let program = try tape.finish(objectives: [objective])
    let store = tape.store
    store.initialise(from: RandomStream(seed: 1))
    let workspace = Workspace(program), buffer = GradientBuffer(store)
    let update = ParameterUpdate(store, chunks: [buffer], stateCount: optimizer.stateCount)
    return gradients.enumerated().map { index, gradient in
        workspace.write([gradient], to: slope.view)
        workspace.forward()
        workspace.backward(into: buffer)
        for piece in 0..<update.pieceCount {
            update.reduce(piece)
            update.apply(piece) {
                optimizer.update($0, step: index + 1, learningRate: learningRate, gradientScale: gradientScale)
            }
        }
        return store.values(of: store.parameters[0])[0]
    }
}

/// The largest distance between two paths.
func distance(_ a: [Double], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}

/// Gradients with a large one early, after which AMSGrad and Adam differ.
let someGradients = [0.5, 3.0, -0.2, 0.1, 0.1, -0.4, 0.05, 0.0, 0.3]
