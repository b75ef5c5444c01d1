import CLacunaKernels

/// 1 where the first input is below the second, else 0; flat, so that no gradient passes.
struct LessThanOperation: Operation {
    var first: TensorView
    var second: TensorView
    var output: TensorView

    var inputs: [TensorView] { [first, second] }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            forward(Float.self, memory)
        } else {
            forward(Double.self, memory)
        }
    }

    private func forward<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        let a = memory.value(first).assumingMemoryBound(to: Scalar.self)
        let b = memory.value(second).assumingMemoryBound(to: Scalar.self)
        var result = memory.value(output).assumingMemoryBound(to: Scalar.self)
        for row in 0..<output.shape.rows {
            for sample in 0..<output.shape.samples {
                let x = a + first.index(row, sample, 0), y = b + second.index(row, sample, 0)
                for feature in 0..<output.shape.features {
                    let isBelow = x[feature * first.strides.feature] < y[feature * second.strides.feature]
                    result[feature] = isBelow ? 1 : 0
                }
                result += output.shape.features
            }
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}

/// 1 at the first maximum of each group of features, else 0; flat, so that no gradient passes.
struct OneHotMaximumOperation: Operation {
    var widths: [Int]
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            forward(Float.self, memory)
        } else {
            forward(Double.self, memory)
        }
    }

    private func forward<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        let cells = memory.value(input).assumingMemoryBound(to: Scalar.self)
        var result = memory.value(output).assumingMemoryBound(to: Scalar.self)
        let stride = input.strides.feature
        for row in 0..<output.shape.rows {
            for sample in 0..<output.shape.samples {
                var x = cells + input.index(row, sample, 0)
                for width in widths {
                    var best = 0, largest = x[0]
                    for feature in 1..<max(width, 1) {
                        let number = x[feature * stride]
                        if number > largest {
                            largest = number
                            best = feature
                        }
                    }
                    result.update(repeating: 0, count: width)
                    result[best] = 1
                    x += width * stride
                    result += width
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
    /// 1 for the feature of each draw that is picked by its weight, else 0: rows × count × features; no gradient passes.
    ///
    /// This tensor holds the log-weights up to a constant, repeated to the rows and draws.
    ///
    /// - Parameters:
    ///   - rows: Number of rows.
    ///   - count: Draws of each.
    ///   - purpose: What the noise is addressed by.
    public func oneHotPicks(rows: Int, count: Int, purpose: String) -> Tensor {
        let shape = TensorShape(rows: rows, samples: count, features: shape.features)
        // The largest of log π plus a Gumbel variable; −log of an exponential variable is one.
        return (self - tape.exponentialNoise(shape, purpose: purpose).log()).oneHotMaximum(groups: [shape.features])
    }

    /// 1 at the first maximum of each group of features, else 0; no gradient passes.
    public func oneHotMaximum(groups widths: [Int]) -> Tensor {
        guard widths.reduce(0, +) == shape.features, widths.allSatisfy({ $0 > 0 }) else {
            tape.fail("oneHotMaximum: groups of \(widths) features do not make up \(shape)")
            return self
        }
        return tape.record(
            OneHotMaximumOperation(
                widths: widths, input: stoppingGradient().view, output: tape.allocate(shape)))
    }
}
