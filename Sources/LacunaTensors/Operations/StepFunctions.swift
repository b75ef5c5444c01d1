import CLacunaKernels

/// 1 where the first input is below the second, else 0; flat, so that no gradient passes.
struct LessThanOperation: Operation {
    var first: TensorView
    var second: TensorView
    var output: TensorView

    var inputs: [TensorView] { [first, second] }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            run(Float.self, memory)
        } else {
            run(Double.self, memory)
        }
    }

    private func run<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        let a = memory.value(first).assumingMemoryBound(to: Scalar.self)
        let b = memory.value(second).assumingMemoryBound(to: Scalar.self)
        var target = memory.value(output).assumingMemoryBound(to: Scalar.self)
        let features = output.shape.features
        for row in 0..<output.shape.rows {
            for sample in 0..<output.shape.samples {
                let a = a + first.index(row, sample, 0), b = b + second.index(row, sample, 0)
                for feature in 0..<features {
                    target[feature] = a[feature * first.strides.feature] < b[feature * second.strides.feature] ? 1 : 0
                }
                target += features
            }
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}

/// 1 at the first maximum of each group of features, else 0; flat, so that no gradient passes.
struct OneHotMaximumOperation: Operation {
    var input: TensorView
    /// At least 1 each; they add up to the features.
    var widths: [Int]
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            run(Float.self, memory)
        } else {
            run(Double.self, memory)
        }
    }

    private func run<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        let values = memory.value(input).assumingMemoryBound(to: Scalar.self)
        var target = memory.value(output).assumingMemoryBound(to: Scalar.self)
        let stride = input.strides.feature
        for row in 0..<output.shape.rows {
            for sample in 0..<output.shape.samples {
                var group = values + input.index(row, sample, 0)
                for width in widths {
                    var best = 0, greatest = group[0]
                    for feature in 0..<width {
                        let value = group[feature * stride]
                        target[feature] = 0
                        if value > greatest {
                            best = feature
                            greatest = value
                        }
                    }
                    target[best] = 1
                    target += width
                    group += width * stride
                }
            }
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}

extension Tape {
    /// 1 where `first` is below `second`, else 0; no gradient passes.
    public func lessThan(_ first: Tensor, _ second: Tensor) -> Tensor {
        guard let shape = first.shape.broadcast(with: second.shape) else {
            fail("lessThan: the shapes \(first.shape) and \(second.shape) do not agree")
            return placeholder(first.shape)
        }
        return record(
            LessThanOperation(
                first: first.stoppingGradient().view.broadcast(to: shape),
                second: second.stoppingGradient().view.broadcast(to: shape), output: allocate(shape)))
    }
}

extension Tensor {
    /// 1 at the first maximum of each group of features, else 0; no gradient passes.
    ///
    /// - Parameter widths: The features of each group, side by side; at least 1.
    public func oneHotMaximum(groups widths: [Int]) -> Tensor {
        guard widths.allSatisfy({ $0 > 0 }), widths.reduce(0, +) == shape.features else {
            tape.fail(
                "oneHotMaximum: groups of \(widths) features are not those of \(shape); widths above 0 that add up")
            return tape.placeholder(shape)
        }
        return tape.record(
            OneHotMaximumOperation(input: stoppingGradient().view, widths: widths, output: tape.allocate(shape)))
    }
}
