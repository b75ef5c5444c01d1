import CLacunaKernels

/// activation(x · weight + bias) with a stored matrix, whose packed forms are kept by the store.
struct LinearOperation: Operation {
    var input: TensorView
    var weight: TensorView
    var bias: TensorView
    var activation: Activation
    var output: TensorView
    /// Distance between neighbouring rows of the input, rows and samples seen as one axis.
    var inputRowStride: Int

    var inputs: [TensorView] { [input, weight, bias] }

    private var rows: Int { output.shape.rows * output.shape.samples }
    private var depth: Int { weight.shape.samples }
    private var columns: Int { weight.shape.features }

    func scratchBytes(_ precision: Precision) -> Int {
        precision.kernels.pointee.packed_count(rows, columns) * precision.elementSize
    }

    func forward(_ memory: Memory) {
        guard let panels = memory.packed[weight.buffer] else { return }
        memory.kernels.pointee.gemm(
            rows, columns, depth, memory.value(input), inputRowStride, input.strides.feature, panels,
            memory.value(output), columns, 0, memory.value(bias), activation.kernel)
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        let kernels = memory.kernels.pointee
        // The gradient before the activation replaces the one after it, which nobody reads any more.
        let gradient = memory.gradient(output)
        kernels.pack_output_gradient(
            rows, columns, gradient, memory.value(output), activation.kernel, gradient, memory.scratch,
            request.wants(2) ? memory.gradient(bias) : nil, request.accumulates(2) ? 1 : 0)
        if request.wants(1) {
            kernels.gemm(
                depth, columns, rows, memory.value(input), input.strides.feature, inputRowStride, memory.scratch,
                memory.gradient(weight), columns, request.accumulates(1) ? 1 : 0, nil, lacuna_activation_identity)
        }
        if request.wants(0), let panels = memory.packedTransposed[weight.buffer] {
            kernels.gemm(
                rows, depth, columns, gradient, columns, 1, panels, memory.gradient(input), inputRowStride,
                request.accumulates(0) ? 1 : 0, nil, lacuna_activation_identity)
        }
    }
}

extension Tape {
    /// A dense layer with a stored weight matrix (1 × inputs × outputs) and bias (1 × 1 × outputs).
    func linear(_ x: Tensor, weight: Tensor, bias: Tensor, activation: Activation) -> Tensor {
        guard x.shape.features == weight.shape.samples else {
            fail("linear: \(x.shape.features) features meet a matrix of \(weight.shape.samples) inputs")
            return placeholder(TensorShape(rows: x.shape.rows, samples: x.shape.samples, features: bias.shape.features))
        }
        var source = x
        let needsGradient = !x.view.groups.isEmpty
        let writable = x.view.strides.feature == 1 && (x.view.rowStride ?? 0) >= x.shape.features
        if x.view.rowStride == nil || (needsGradient && !writable) { source = x.copied() }
        let shape = TensorShape(rows: x.shape.rows, samples: x.shape.samples, features: weight.shape.features)
        let groups = x.view.groups.union(weight.view.groups).union(bias.view.groups)
        return record(
            LinearOperation(
                input: source.view, weight: weight.view, bias: bias.view, activation: activation,
                output: allocate(shape, groups: groups), inputRowStride: source.view.rowStride ?? x.shape.features))
    }
}
