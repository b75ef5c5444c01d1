import CLacunaKernels

/// Copies cells to where another view lies: contiguous forms, repeats, and the pieces of a concatenation.
struct CopyOperation: Operation {
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.copy(
            output.shape.kernelShape, 1, memory.operand(input),
            lacuna_gradient(values: memory.value(output), strides: output.strides, accumulate: 0))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.copy(
            output.shape.kernelShape, 1,
            lacuna_operand(values: UnsafeRawPointer(memory.gradient(output)), strides: output.strides),
            memory.gradient(0, input, request))
    }
}

extension Tape {
    /// Tensors side by side along an axis; the other extents are repeated to agree.
    public func concatenate(_ tensors: [Tensor], along axis: Axis) -> Tensor {
        guard let first = tensors.first else {
            fail("concatenate: no tensors were given")
            return placeholder(.scalar)
        }
        if tensors.count == 1 { return first }
        var common = first.shape
        common[axis] = 1
        var extent = 0
        for tensor in tensors {
            var others = tensor.shape
            others[axis] = 1
            guard let joined = common.broadcast(with: others) else {
                fail("concatenate: \(tensor.shape) does not fit beside \(first.shape) along the \(axis.rawValue)")
                return first
            }
            common = joined
            extent += tensor.shape[axis]
        }
        var shape = common
        shape[axis] = extent
        let groups = tensors.reduce(into: GroupSet()) { $0.formUnion($1.view.groups) }
        let whole = allocate(shape, groups: groups)
        var start = 0
        for tensor in tensors {
            var piece = whole
            piece.shape[axis] = tensor.shape[axis]
            piece.offset += start * whole.stride(axis)
            start += tensor.shape[axis]
            record(CopyOperation(input: tensor.view.broadcast(to: piece.shape), output: piece))
        }
        return Tensor(self, whole)
    }
}

extension Tensor {
    /// The cells of some indices along an axis, in the order given; an index may stand several times.
    public func gather(_ indices: [Int], along axis: Axis) -> Tensor {
        guard indices.allSatisfy({ $0 >= 0 && $0 < shape[axis] }), let start = indices.first else {
            tape.fail("gather: \(indices) are not indices of the \(axis.rawValue) of \(shape)")
            return self
        }
        var runs: [Range<Int>] = [start..<start + 1]
        for index in indices.dropFirst() {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return tape.concatenate(runs.map { slice($0, along: axis) }, along: axis)
    }
}
