import LacunaCore

/// A bound recorded on the linear-Gaussian model, with rows and an encoder of choice.
final class ToyBoundRun {
    let toy: LinearGaussian
    let store: ParameterStore
    let workspace: Workspace
    let rowCount: Int
    private let program: Program
    private let values: TensorView
    private let observed: TensorView
    private let value: TensorView
    private let objectives: [(tensor: TensorView, groups: GroupSet)]

    /// Records a bound.
    ///
    /// - Parameters:
    ///   - rows: Their numbers; missing cells may hold anything.
    ///   - patterns: 1 where observed.
    ///   - offset: Added to every log-density of x, and so to every log-weight.
    ///   - shift: Moves the encoder's mean off the exact posterior, in standard deviations.
    ///   - spread: Factor on the exact posterior's scale.
    ///   - pattern: The pattern for which the encoder, but for shift and spread, is exact.
    ///   - addresses: The rows' addresses.
    ///   - posterior: A family with the head of `ToyPosterior`.
    /// - Throws: `CheckFailure` where it cannot be recorded or has another shape than promised.
    init(
        _ bound: any Bound, _ precision: Precision = .float64, mode: RunMode = .training, rows: [[Double]],
        patterns: [[UInt8]], offset: Double = 0, shift: Double = 0, spread: Double = 1,
        pattern: [UInt8] = LinearGaussian.observed, addresses: [UInt64]? = nil,
        posterior: any VariationalFamily = ToyPosterior()
    ) throws {
        let toy = LinearGaussian()
        self.toy = toy
        rowCount = rows.count
        store = ParameterStore(precision: precision)
        let tape = Tape(store: store)
        let shape = TensorShape(rows: rows.count, features: toy.featureCount)
        let values = tape.input("values", shape), observed = tape.input("observed", shape)
        let step = ModelStep(
            model: toy.model(offset: offset, posterior: posterior), tape: tape, values: values, observed: observed,
            mode: mode)
        let recorded = try bound.record(step)
        let wanted = TensorShape(rows: rows.count)
        guard recorded.value.shape == wanted else {
            throw CheckFailure("the bound has the shape \(recorded.value.shape) where \(wanted) is expected")
        }
        let objectives = mode == .training ? recorded.objectives : []
        do {
            program = try tape.finish(outputs: [recorded.value] + objectives.map(\.tensor), objectives: objectives)
        } catch {
            throw CheckFailure("it cannot be recorded: \(error)")
        }
        store.initialise(from: RandomStream(seed: 1))
        toy.set(store, pattern: pattern, shift: shift, spread: spread)
        workspace = Workspace(program)
        self.values = values.view
        self.observed = observed.view
        value = recorded.value.view
        self.objectives = objectives.map { ($0.tensor.view, $0.groups) }
        for row in rows.indices {
            workspace.setAddress(ofRow: row, addresses?[row] ?? Experiment.address(ofRow: row))
        }
        write(rows)
        workspace.write(patterns.flatMap { $0.map(Double.init) }, to: observed.view)
        guard let imputed = recorded.imputed else { return }
        let count = imputed.shape.rows / rows.count
        let completed = rows.indices.flatMap { row in
            let address = addresses?[row] ?? Experiment.address(ofRow: row)
            return (0..<count).flatMap { imputation in
                Self.imputation(imputation, rows[row], patterns[row], address: address)
            }
        }
        workspace.write(completed, to: imputed.view)
    }

    /// The same row in many places.
    convenience init(
        _ bound: any Bound, copies: Int, offset: Double = 0, shift: Double = 0, spread: Double = 1,
        posterior: any VariationalFamily = ToyPosterior()
    ) throws {
        try self.init(
            bound, rows: [[Double]](repeating: LinearGaussian.row, count: copies),
            patterns: [[UInt8]](repeating: LinearGaussian.observed, count: copies), offset: offset, shift: shift,
            spread: spread, posterior: posterior)
    }

    /// A row whose missing cells are filled with numbers that depend on its address alone.
    private static func imputation(_ index: Int, _ row: [Double], _ pattern: [UInt8], address: UInt64) -> [Double] {
        let numbers = testNumbers(row.count, seed: address &* 31 &+ UInt64(index))
        return row.indices.map { pattern[$0] == 1 ? row[$0] : numbers[$0] }
    }

    func write(_ rows: [[Double]]) { workspace.write(rows.flatMap { $0 }, to: values) }

    /// The bound of each row.
    @discardableResult
    func run(_ stream: RandomStream = Probe.stream) -> [Double] {
        workspace.setNoise(stream)
        workspace.forward()
        return workspace.read(value)
    }

    /// The sum over rows of what moves a group of parameters, after `run`.
    func objective(of group: GroupSet) -> Double {
        objectives.filter { !$0.groups.isDisjoint(with: group) }.reduce(0) {
            $0 + workspace.read($1.tensor).reduce(0, +)
        }
    }

    /// The numbers of each objective, after `run`.
    var objectiveValues: [[Double]] { objectives.map { workspace.read($0.tensor) } }

    /// The gradient of all objectives with respect to each parameter, after `run`.
    func gradients() -> [(name: String, values: [Double])] {
        let buffer = GradientBuffer(store)
        for pass in 0..<program.objectiveCount { workspace.backward(pass, into: buffer) }
        return store.parameters.map { ("\($0.group.rawValue).\($0.path)", buffer.values(of: $0)) }
    }
}
