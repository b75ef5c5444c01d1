import LacunaCore

/// Checks the contract of an optimizer: it descends a quadratic function to its minimum, a step is a function of the
/// gradient, the parameters, the state and the arguments alone, the scale of the gradient is applied, and numbers stay
/// finite.
///
/// It detects any hidden state, bit for bit, and an optimizer that leaves more than 1 % of the loss after 3000 steps of
/// size .02.
public func checkOptimizer(_ optimizer: some Optimizer) -> ConformanceReport {
    var report = ConformanceReport("optimizer \(type(of: optimizer).name)")
    report.require(optimizer.learningRate > 0, "its learning rate is \(optimizer.learningRate)")
    guard optimizer.stateCount >= 0 else {
        report.fail("stateCount is \(optimizer.stateCount), where 0 or more is expected")
        return report
    }
    report.attempt { report in
        for precision in Precision.allCases {
            let descent = try QuadraticDescent(optimizer, precision)
            let start = descent.loss()
            descent.step(1)
            let next = descent.loss()
            report.require(next < start, "the first step raises the loss from \(start) to \(next)")
            for step in 2...3000 { descent.step(step) }
            let end = descent.loss()
            report.require(
                end <= 0.01 * start,
                "a quadratic function only falls from \(start) to \(end) in 3000 steps (\(precision.rawValue))")
        }
        let first = try QuadraticDescent(optimizer, .float32), second = try QuadraticDescent(optimizer, .float32)
        let other = try QuadraticDescent(optimizer, .float32)
        for step in 1...5 {
            first.step(step)
            other.step(step, learningRate: 0.3, gradientScale: 7)
        }
        for step in 1...5 { second.step(step) }
        report.require(
            first.parameters == second.parameters, "a step depends on something beside its arguments and its state")
        let halved = try QuadraticDescent(optimizer, .float64), scaled = try QuadraticDescent(optimizer, .float64)
        for step in 1...5 {
            halved.step(step, gradientFactor: 0.5)
            scaled.step(step, gradientScale: 0.5)
        }
        report.require(
            halved.parameters == scaled.parameters,
            "gradientScale is not a factor on the gradient: half the gradient and a scale of .5 differ")
        let still = try QuadraticDescent(optimizer, .float32)
        let before = still.parameters
        still.step(1, learningRate: 0)
        report.require(still.parameters == before, "a step with a learning rate of 0 moves the parameters")
        for factor in [0.0, 1e10] {
            let far = try QuadraticDescent(optimizer, .float32)
            for step in 1...3 { far.step(step, learningRate: 1e-3, gradientFactor: factor) }
            report.require(
                far.parameters.allSatisfy(\.isFinite), "parameters are not finite where the gradient is \(factor) times"
            )
        }
    }
    return report
}

/// Steps of an optimizer on Σ cᵢ (θᵢ − tᵢ)² / 2.
private final class QuadraticDescent {
    private static let targets = [0.8, -0.5, 0.3, -1.1, 0.6], curvatures = [1.0, 2.0, 0.5, 1.5, 0.8]
    private let optimizer: any Optimizer
    private let store: ParameterStore
    private let workspace: Workspace
    private let gradient: GradientBuffer
    private let update: ParameterUpdate
    private let value: TensorView

    init(_ optimizer: any Optimizer, _ precision: Precision) throws {
        self.optimizer = optimizer
        store = ParameterStore(precision: precision)
        let tape = Tape(store: store)
        let shape = TensorShape(features: Self.targets.count)
        let parameter = ParameterScope(tape, group: .decoder).parameter("theta", shape, initial: .constant(0.1))
        let distance = parameter - tape.constant(Self.targets, shape)
        let loss = (distance * distance * tape.constant(Self.curvatures, shape)).sum(over: .features) * 0.5
        let objective = Objective(loss, groups: .all)
        let program = try tape.finish(outputs: [objective.tensor], objectives: [objective])
        store.initialise(from: RandomStream(seed: 1))
        workspace = Workspace(program)
        gradient = GradientBuffer(store)
        update = ParameterUpdate(store, chunks: [gradient], stateCount: optimizer.stateCount)
        value = objective.tensor.view
    }

    var parameters: [Double] { store.parameters.flatMap { store.values(of: $0) } }

    func loss() -> Double {
        workspace.forward()
        return workspace.read(value)[0]
    }

    func step(_ number: Int, learningRate: Double = 0.02, gradientScale: Double = 1, gradientFactor: Double = 1) {
        workspace.forward()
        workspace.backward(seed: gradientFactor, into: gradient)
        for piece in 0..<update.pieceCount {
            update.reduce(piece)
            update.apply(piece) {
                optimizer.update($0, step: number, learningRate: learningRate, gradientScale: gradientScale)
            }
        }
    }
}
