/// The sample of a row that each one-hot row of picks stands for; flat, so that no gradient passes.
struct PickOperation: Operation {
    /// rows × picks × samples, a single 1 among the samples of each pick.
    var picks: TensorView
    /// rows × samples × features.
    var samples: TensorView
    var output: TensorView

    var inputs: [TensorView] { [picks, samples] }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            forward(Float.self, memory)
        } else {
            forward(Double.self, memory)
        }
    }

    private func forward<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        var flags = UnsafePointer(memory.value(picks).assumingMemoryBound(to: Scalar.self))
        var source = UnsafePointer(memory.value(samples).assumingMemoryBound(to: Scalar.self))
        var result = memory.value(output).assumingMemoryBound(to: Scalar.self)
        let count = samples.shape.samples, width = samples.shape.features
        for _ in 0..<output.shape.rows {
            for _ in 0..<output.shape.samples {
                var place = 0
                while place + 1 < count, flags[place] == 0 { place += 1 }
                result.update(from: source + place * width, count: width)
                flags += count
                result += width
            }
            source += count * width
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}

extension Tensor {
    /// The samples that one-hot picks stand for, as the matrix product of both has them; no gradient passes.
    ///
    /// - Parameter samples: rows × samples × features; this tensor is rows × picks × samples, such as `oneHotMaximum` gives.
    /// - Returns: rows × picks × features.
    public func picking(from samples: Tensor) -> Tensor {
        let result = TensorShape(rows: shape.rows, samples: shape.samples, features: samples.shape.features)
        guard shape.features == samples.shape.samples, shape.rows == samples.shape.rows else {
            tape.fail("picking: picks of \(shape) do not fit samples of \(samples.shape)")
            return tape.placeholder(result)
        }
        return tape.record(
            PickOperation(
                picks: contiguous().stoppingGradient().view, samples: samples.contiguous().stoppingGradient().view,
                output: tape.allocate(result)))
    }
}
