/// 1 where the first input is below the second, else 0; flat, so that no gradient passes.
struct LessThan: DifferentiableFunction {
    func outputShape(of inputs: [TensorShape]) -> TensorShape? {
        inputs.count == 2 && inputs[0] == inputs[1] ? inputs[0] : nil
    }

    func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
        let first = inputs[0], second = inputs[1]
        output.forEachCell { row, sample, feature in
            output[row, sample, feature] = first[row, sample, feature] < second[row, sample, feature] ? 1 : 0
        }
    }

    func backward<S: TensorScalar>(
        _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
        into gradients: FunctionGradients<S>
    ) {}
}

/// 1 at the first maximum of each group of features, else 0; flat, so that no gradient passes.
struct OneHotMaximum: DifferentiableFunction {
    var widths: [Int]

    func outputShape(of inputs: [TensorShape]) -> TensorShape? {
        inputs.count == 1 && inputs[0].features == widths.reduce(0, +) ? inputs[0] : nil
    }

    func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
        let cells = inputs[0]
        for row in 0..<output.shape.rows {
            for sample in 0..<output.shape.samples {
                var start = 0
                for width in widths {
                    var best = start
                    for feature in start..<start + width {
                        output[row, sample, feature] = 0
                        if cells[row, sample, feature] > cells[row, sample, best] { best = feature }
                    }
                    output[row, sample, best] = 1
                    start += width
                }
            }
        }
    }

    func backward<S: TensorScalar>(
        _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
        into gradients: FunctionGradients<S>
    ) {}
}

extension Tape {
    /// 1 where `first` is below `second`, else 0; no gradient passes.
    public func lessThan(_ first: Tensor, _ second: Tensor) -> Tensor {
        guard let shape = first.shape.broadcast(with: second.shape) else {
            fail("lessThan: the shapes \(first.shape) and \(second.shape) do not agree")
            return placeholder(first.shape)
        }
        return apply(LessThan(), to: [first.broadcast(to: shape), second.broadcast(to: shape)]).stoppingGradient()
    }
}

extension Tensor {
    /// 1 at the first maximum of each group of features, else 0; no gradient passes.
    public func oneHotMaximum(groups widths: [Int]) -> Tensor {
        tape.apply(OneHotMaximum(widths: widths), to: [self]).stoppingGradient()
    }
}
