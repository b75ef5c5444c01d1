import Lacuna

/// The log-density of one row under an observation model, given the decoder's output for it.
func logDensity(
    _ model: some ObservationModel, kind: ColumnKind, head: [Double], values: [Double], widths: [Int] = [1],
    observed: [Double]? = nil, precision: Precision = .float64
) throws -> Double {
    let count = values.count
    let block = ColumnBlock(
        kind: kind, names: widths.indices.map { "x\($0)" }, widths: widths, features: 0..<count)
    let tape = Tape(precision: precision)
    let distribution = model.distribution(
        head: tape.constant(head, TensorShape(features: head.count)), block: block,
        in: ParameterScope(tape, group: .decoder))
    let result = distribution.logDensity(
        of: tape.constant(values, TensorShape(features: count)),
        observed: tape.constant(observed ?? values.map { _ in 1 }, TensorShape(features: count)))
    let program = try tape.finish(outputs: [result])
    tape.store.initialise(from: RandomStream(seed: 1))
    let workspace = Workspace(program)
    workspace.forward()
    return workspace.read(result.view)[0]
}

/// The raw number whose softplus is a scale or number of degrees.
func inverseSoftplus(_ x: Double) -> Double { x > 30 ? x : Double.log(Double.expMinusOne(x)) }

/// How far a log-density lies from the golden one, relative to 1 + its size.
func deviation(_ found: Double, _ golden: Double) -> Double {
    found.isNaN ? .infinity : abs(found - golden) / (1 + abs(golden))
}
