import CLacunaKernels

/// A function along one axis of a contiguous tensor: log-sum-exp, softmax, log-softmax, running sum.
struct AxisOperation: Operation {
    enum Function: Sendable { case logSumExp, softmax, logSoftmax, runningSum }

    var function: Function
    var outer: Int
    var count: Int
    var inner: Int
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        let kernels = memory.kernels.pointee
        let x = memory.value(input), y = memory.value(output)
        switch function {
        case .logSumExp: kernels.log_sum_exp(outer, count, inner, x, y)
        case .softmax: kernels.softmax(outer, count, inner, x, y)
        case .logSoftmax: kernels.log_softmax(outer, count, inner, x, y)
        case .runningSum: kernels.running_sum(outer, count, inner, x, y)
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        guard request.wants(0) else { return }
        let kernels = memory.kernels.pointee
        let accumulate: Int32 = request.accumulates(0) ? 1 : 0
        let y = memory.value(output), dy = memory.gradient(output), dx = memory.gradient(input)
        switch function {
        case .logSumExp:
            kernels.log_sum_exp_backward(outer, count, inner, memory.value(input), y, dy, dx, accumulate)
        case .softmax: kernels.softmax_backward(outer, count, inner, y, dy, dx, accumulate)
        case .logSoftmax: kernels.log_softmax_backward(outer, count, inner, y, dy, dx, accumulate)
        case .runningSum: kernels.running_sum_backward(outer, count, inner, dy, dx, accumulate)
        }
    }
}

/// log-softmax within consecutive groups of features.
struct GroupedLogSoftmaxOperation: Operation {
    var widths: [Int]
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        widths.withUnsafeBufferPointer { widths in
            guard let base = widths.baseAddress else { return }
            memory.kernels.pointee.log_softmax_groups(
                output.shape.rows * output.shape.samples, widths.count, base, memory.value(input),
                input.rowStride ?? 0, memory.value(output))
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        guard request.wants(0) else { return }
        widths.withUnsafeBufferPointer { widths in
            guard let base = widths.baseAddress else { return }
            memory.kernels.pointee.log_softmax_groups_backward(
                output.shape.rows * output.shape.samples, widths.count, base, memory.value(output),
                memory.gradient(output), memory.gradient(input), input.rowStride ?? 0,
                request.accumulates(0) ? 1 : 0)
        }
    }
}

extension Tensor {
    /// log Σ exp along an axis, whose extent becomes 1, without overflow.
    public func logSumExp(over axis: Axis) -> Tensor {
        var shape = shape
        shape[axis] = 1
        return along(axis, .logSumExp, shape)
    }

    /// log of the mean of exp along an axis, whose extent becomes 1.
    public func logMeanExp(over axis: Axis) -> Tensor {
        logSumExp(over: axis) - Double.log(Double(shape[axis]))
    }

    /// log Σ exp(x + log-weight) along an axis, whose extent becomes 1.
    public func logSumExp(over axis: Axis, logWeights: Tensor) -> Tensor { (self + logWeights).logSumExp(over: axis) }

    /// exp x normalised to sum to 1 along an axis.
    public func softmax(over axis: Axis) -> Tensor { along(axis, .softmax, shape) }

    /// The logarithm of the softmax along an axis.
    public func logSoftmax(over axis: Axis) -> Tensor { along(axis, .logSoftmax, shape) }

    /// The inclusive running sum along an axis.
    public func runningSum(over axis: Axis) -> Tensor { along(axis, .runningSum, shape) }

    /// The log-softmax within consecutive groups of features, whose widths add up to the features.
    public func logSoftmax(groups widths: [Int]) -> Tensor {
        guard widths.reduce(0, +) == shape.features, widths.allSatisfy({ $0 > 0 }) else {
            tape.fail("logSoftmax: groups of \(widths) features do not make up \(shape)")
            return self
        }
        let isUniform = view.rowStride.map { $0 != 0 } ?? false
        let source = isUniform && (shape.features == 1 || view.strides.feature == 1) ? self : copied()
        return tape.record(
            GroupedLogSoftmaxOperation(
                widths: widths, input: source.view, output: tape.allocate(shape, groups: view.groups)))
    }

    private func along(_ axis: Axis, _ function: AxisOperation.Function, _ result: TensorShape) -> Tensor {
        let source = contiguous()
        let extents: (Int, Int, Int) =
            switch axis {
            case .rows: (1, shape.rows, shape.samples * shape.features)
            case .samples: (shape.rows, shape.samples, shape.features)
            case .features: (shape.rows * shape.samples, shape.features, 1)
            }
        return tape.record(
            AxisOperation(
                function: function, outer: extents.0, count: extents.1, inner: extents.2, input: source.view,
                output: tape.allocate(result, groups: view.groups)))
    }
}
