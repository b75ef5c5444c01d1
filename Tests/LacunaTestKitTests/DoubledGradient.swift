import LacunaCore

/// The identity with a derivative of 2: a fault that only differences find.
struct DoubledGradient: DifferentiableFunction {
    func outputShape(of inputs: [TensorShape]) -> TensorShape? { inputs.first }

    func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
        let input = inputs[0]
        output.forEachCell { output[$0, $1, $2] = input[$0, $1, $2] }
    }

    func backward<S: TensorScalar>(
        _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
        into gradients: FunctionGradients<S>
    ) {
        guard let gradient = gradients[0] else { return }
        output.forEachCell { gradient[$0, $1, $2] += 2 * outputGradient[$0, $1, $2] }
    }
}

extension Tensor {
    /// The same numbers with twice the gradient.
    func withDoubledGradient() -> Tensor { tape.apply(DoubledGradient(), to: [self]) }
}
