import CLacunaKernels

/// The matrix product of two computed tensors, row by row of the table or with one right factor for all rows.
struct MatrixProductOperation: Operation {
    var left: TensorView
    var right: TensorView
    var output: TensorView

    var inputs: [TensorView] { [left, right] }

    private var isShared: Bool { right.shape.rows == 1 }
    private var batches: Int { isShared ? 1 : left.shape.rows }
    private var rows: Int { isShared ? left.shape.rows * left.shape.samples : left.shape.samples }
    private var depth: Int { left.shape.features }
    private var columns: Int { right.shape.features }

    func scratchBytes(_ precision: Precision) -> Int {
        let count = precision.kernels.pointee.packed_count
        return max(count(depth, columns), max(count(columns, depth), count(rows, columns))) * precision.elementSize
    }

    func forward(_ memory: Memory) {
        let kernels = memory.kernels.pointee, size = memory.elementSize
        for batch in 0..<batches {
            kernels.pack(
                depth, columns, memory.value(right) + batch * depth * columns * size, columns, 1, memory.scratch)
            kernels.gemm(
                rows, columns, depth, memory.value(left) + batch * rows * depth * size, depth, 1, memory.scratch,
                memory.value(output) + batch * rows * columns * size, columns, 0, nil, lacuna_activation_identity)
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        let kernels = memory.kernels.pointee, size = memory.elementSize
        for batch in 0..<batches {
            let gradient = memory.gradient(output) + batch * rows * columns * size
            if request.wants(0) {
                kernels.pack(
                    columns, depth, memory.value(right) + batch * depth * columns * size, 1, columns, memory.scratch)
                kernels.gemm(
                    rows, depth, columns, gradient, columns, 1, memory.scratch,
                    memory.gradient(left) + batch * rows * depth * size, depth, request.accumulates(0) ? 1 : 0, nil,
                    lacuna_activation_identity)
            }
            if request.wants(1) {
                kernels.pack(rows, columns, gradient, columns, 1, memory.scratch)
                kernels.gemm(
                    depth, columns, rows, memory.value(left) + batch * rows * depth * size, 1, depth, memory.scratch,
                    memory.gradient(right) + batch * depth * columns * size, columns, request.accumulates(1) ? 1 : 0,
                    nil, lacuna_activation_identity)
            }
        }
    }
}

extension Tensor {
    /// The matrix product over the last two axes: (rows × n × k) · (rows × k × m, or 1 × k × m) → rows × n × m.
    public func matrixProduct(_ right: Tensor) -> Tensor {
        guard shape.features == right.shape.samples, right.shape.rows == 1 || right.shape.rows == shape.rows else {
            tape.fail("matrixProduct: \(shape) and \(right.shape) do not fit")
            return tape.placeholder(
                TensorShape(rows: shape.rows, samples: shape.samples, features: right.shape.features))
        }
        let a = contiguous()
        var b = right.contiguous()
        if a.view.buffer == b.view.buffer, !b.view.groups.isEmpty { b = b.copied() }
        let result = TensorShape(rows: shape.rows, samples: shape.samples, features: right.shape.features)
        return tape.record(
            MatrixProductOperation(
                left: a.view, right: b.view,
                output: tape.allocate(result, groups: a.view.groups.union(b.view.groups))))
    }
}
