import LacunaCore

/// Checks the derivative of an expression, or of an operation of your own, against central differences in 64 bits.
///
/// ```swift
/// let x = [0.3, -1.2, 0.8]
/// let report = checkGradient(inputs: [(TensorShape(features: 3), x)]) { tape, inputs in
///     tape.apply(Cube(), to: inputs)
/// }
/// ```
///
/// It detects deviations above 1e-5, relative to 1 + |derivative|; choose numbers away from kinks.
///
/// - Parameters:
///   - inputs: Shapes and numbers (row-major) of the free variables.
///   - expression: The function; its cells are weighted differently and summed, so that none can hide another.
public func checkGradient(
    inputs: [(TensorShape, [Double])], expression: @escaping (Tape, [Tensor]) throws -> Tensor
) -> ConformanceReport {
    var report = ConformanceReport("gradient")
    for (index, (shape, numbers)) in inputs.enumerated() where numbers.count != shape.count {
        report.fail("input \(index) has \(numbers.count) numbers for the shape \(shape)")
    }
    guard report.passed else { return report }
    // One row of the experiment, since the inputs may differ in their extents; it is spread on the tape.
    let experiment = Experiment(
        rowCount: 1,
        inputs: inputs.enumerated().map { index, input in
            Experiment.Input(name: "input \(index)", features: input.0.count, rows: [input.1])
        },
        record: { tape, tensors, _ in
            let arguments = zip(tensors, inputs).map { $0.reshaped(to: $1.0) }
            let result = try expression(tape, arguments)
            let flat = result.reshaped(to: TensorShape(features: result.shape.count))
            return [Experiment.Output(name: "the expression", tensor: flat, features: result.shape.count)]
        })
    report.requireGradient(experiment, of: "the expression")
    return report
}
