import LacunaCore

/// An experiment recorded for some of its rows, ready to run.
final class Probe {
    let workspace: Workspace
    let store: ParameterStore
    let outputNames: [String]
    private let inputs: [TensorView]
    private let outputs: [TensorView]
    private let objective: TensorView
    private let experiment: Experiment
    private let rows: [Int]

    /// The stream that all runs draw from unless they say otherwise.
    static let stream = RandomStream(seed: 20_240_617)

    /// Records an experiment.
    ///
    /// - Parameters:
    ///   - experiment: What is recorded.
    ///   - precision: The width of the numbers.
    ///   - rows: Which of the experiment's rows, in which order; all where it is `nil`.
    /// - Throws: `CheckFailure` where it cannot be recorded or has other shapes than promised.
    init(_ experiment: Experiment, _ precision: Precision, rows: [Int]? = nil) throws {
        let rows = rows ?? Array(0..<experiment.rowCount)
        self.experiment = experiment
        self.rows = rows
        store = ParameterStore(precision: precision)
        let tape = Tape(store: store)
        let tensors = experiment.inputs.map { input in
            let shape = TensorShape(rows: rows.count, samples: input.samples, features: input.features)
            return input.hasGradient ? tape.variable(input.name, shape) : tape.input(input.name, shape)
        }
        let recorded = try experiment.record(tape, tensors, rows.count)
        var problems: [String] = []
        for output in recorded {
            let wanted = TensorShape(rows: rows.count, samples: output.samples, features: output.features)
            if output.tensor.shape != wanted {
                problems.append("\(output.name) has the shape \(output.tensor.shape) where \(wanted) is expected")
            }
        }
        guard problems.isEmpty else { throw CheckFailure(problems.joined(separator: "; ")) }
        // Every cell has a weight of its own, the same in every row, so that no error hides behind another.
        var total: Tensor?
        for output in recorded {
            let shape = TensorShape(samples: output.samples, features: output.features)
            let weights = tape.constant((0..<shape.count).map(Self.weight), shape)
            let sum = (output.tensor * weights).sum(over: .features).sum(over: .samples).sum(over: .rows)
            total = total.map { $0 + sum } ?? sum
        }
        let objective = Objective(total ?? tape.constant(0), groups: .all)
        do {
            let program = try tape.finish(
                outputs: recorded.map(\.tensor) + [objective.tensor], objectives: [objective])
            store.initialise(from: RandomStream(seed: 3))
            if experiment.perturbsParameters { Self.perturb(store) }
            workspace = Workspace(program)
        } catch {
            throw CheckFailure("it cannot be recorded: \(error)")
        }
        inputs = tensors.map(\.view)
        outputs = recorded.map(\.tensor.view)
        outputNames = recorded.map(\.name)
        self.objective = objective.tensor.view
        for (place, row) in rows.enumerated() {
            workspace.setAddress(ofRow: place, Experiment.address(ofRow: row))
        }
        for (index, input) in experiment.inputs.enumerated() { write(rows.flatMap { input.rows[$0] }, to: index) }
    }

    /// The weight of a cell of a row's output in the weighted sum.
    static func weight(ofCell cell: Int) -> Double { 0.3 + 0.17 * Double(cell % 7) }

    /// Sets the numbers of an input, row-major over the probe's rows.
    func write(_ numbers: [Double], to input: Int) { workspace.write(numbers, to: inputs[input]) }

    /// Computes all outputs.
    @discardableResult
    func run(stream: RandomStream = Probe.stream, firstSample: Int = 0) -> [[Double]] {
        workspace.setNoise(stream, firstSample: firstSample)
        workspace.forward()
        return outputs.map { workspace.read($0) }
    }

    /// The weighted sum of all cells of all outputs, after `run`.
    var total: Double { workspace.read(objective)[0] }

    /// The gradient of the weighted sum with respect to each input (empty for those without one) and each parameter.
    func gradients() -> (inputs: [[Double]], parameters: [(name: String, values: [Double])]) {
        let buffer = GradientBuffer(store)
        workspace.backward(into: buffer)
        let byInput = zip(experiment.inputs, inputs).map { $0.hasGradient ? workspace.readGradient($1) : [] }
        return (byInput, store.parameters.map { ("\($0.group.rawValue).\($0.path)", buffer.values(of: $0)) })
    }

    private static func perturb(_ store: ParameterStore) {
        for parameter in store.parameters {
            var stream = RandomStream(seed: 11).child("\(parameter.group.rawValue).\(parameter.path)")
            let scale = 0.3 / Double(parameter.shape.samples).squareRoot()
            store.setValues(store.values(of: parameter).map { $0 + scale * stream.normal() }, of: parameter)
        }
        store.pack(0..<store.parameters.count)
    }
}
