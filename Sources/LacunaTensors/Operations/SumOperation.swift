import CLacunaKernels

/// The sum along one axis times a factor.
struct SumOperation: Operation {
    var factor: Double
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    private var repeated: TensorView { output.broadcast(to: input.shape) }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.fill(output.shape.count, 0, memory.value(output))
        memory.kernels.pointee.copy(
            input.shape.kernelShape, factor, memory.operand(input),
            lacuna_gradient(values: memory.value(output), strides: repeated.strides, accumulate: 1))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.copy(
            input.shape.kernelShape, factor,
            lacuna_operand(values: UnsafeRawPointer(memory.gradient(output)), strides: repeated.strides),
            memory.gradient(0, input, request))
    }
}

extension Tensor {
    /// The sum along an axis, whose extent becomes 1; cells are added in index order.
    public func sum(over axis: Axis) -> Tensor { scaledSum(over: axis, factor: 1) }

    /// The mean along an axis, whose extent becomes 1.
    public func mean(over axis: Axis) -> Tensor { scaledSum(over: axis, factor: 1 / Double(shape[axis])) }

    private func scaledSum(over axis: Axis, factor: Double) -> Tensor {
        var shape = shape
        shape[axis] = 1
        return tape.record(
            SumOperation(factor: factor, input: view, output: tape.allocate(shape, groups: view.groups)))
    }
}
