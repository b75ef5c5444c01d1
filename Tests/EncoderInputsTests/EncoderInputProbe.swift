import Lacuna

/// What an encoder input makes of two rows of three features, the first with a hole.
func shown(_ input: some EncoderInput, fill: [Double]? = nil) throws -> [Double] {
    let tape = Tape(precision: .float64)
    let shape = TensorShape(rows: 2, features: 3)
    let result = input.forward(
        tape.constant([1, .nan, -2, 3, 4, 5], shape), observed: tape.constant([1, 0, 1, 1, 1, 1], shape),
        in: ParameterScope(tape, group: .encoder))
    let program = try tape.finish(outputs: [result])
    tape.store.initialise(from: RandomStream(seed: 1))
    if let fill, let parameter = tape.store.parameter(named: "encoder.fill") {
        tape.store.setValues(fill, of: parameter)
    }
    let workspace = Workspace(program)
    workspace.forward()
    return workspace.read(result.view)
}
