import CLacunaKernels

/// A quantity on a tape: rows × samples × features of numbers that a run will compute.
///
/// Tensors are values of the recording, not numbers: they can be combined, but not looked at. Where shapes differ in an
/// axis, the extent 1 is repeated.
public struct Tensor {
    /// The tape it belongs to.
    public let tape: Tape
    /// Where its cells lie: what a workspace reads and writes.
    public let view: TensorView

    init(_ tape: Tape, _ view: TensorView) {
        self.tape = tape
        self.view = view
    }

    /// The extents.
    public var shape: TensorShape { view.shape }

    /// Whether a gradient flows through it to a parameter or a variable.
    public var isDifferentiable: Bool { !view.groups.isEmpty }

    // MARK: Views

    /// The same cells, repeated along the axes in which the extent is 1.
    public func broadcast(to shape: TensorShape) -> Tensor {
        guard self.shape.broadcast(with: shape) == shape else {
            tape.fail("broadcast: \(self.shape) cannot be repeated to \(shape)")
            return tape.placeholder(shape)
        }
        return Tensor(tape, view.broadcast(to: shape))
    }

    /// The same cells without a gradient.
    public func stoppingGradient() -> Tensor {
        var view = view
        view.groups = []
        return Tensor(tape, view)
    }

    /// The cells of a range along an axis.
    public func slice(_ range: Range<Int>, along axis: Axis) -> Tensor {
        guard range.lowerBound >= 0, range.upperBound <= shape[axis], !range.isEmpty else {
            tape.fail("slice: \(range) is not a range of the \(axis.rawValue) of \(shape)")
            return self
        }
        var view = view
        view.shape[axis] = range.count
        view.offset += range.lowerBound * view.stride(axis)
        return Tensor(tape, view)
    }

    /// The features of a range.
    public func features(_ range: Range<Int>) -> Tensor { slice(range, along: .features) }

    /// The same cells in row-major order under other extents.
    public func reshaped(to shape: TensorShape) -> Tensor {
        guard shape.count == self.shape.count else {
            tape.fail("reshape: \(self.shape) has \(self.shape.count) cells, \(shape) has \(shape.count)")
            return tape.placeholder(shape)
        }
        var view = contiguous().view
        view.shape = shape
        view.strides = shape.contiguousStrides
        return Tensor(tape, view)
    }

    /// Rows × features × samples: the last two axes exchanged.
    public func transposed() -> Tensor {
        var view = view
        view.shape = TensorShape(rows: shape.rows, samples: shape.features, features: shape.samples)
        view.strides = lacuna_strides(row: view.strides.row, sample: view.strides.feature, feature: view.strides.sample)
        return Tensor(tape, view)
    }

    /// The same cells row-major without gaps: itself where it is so already, else a copy.
    public func contiguous() -> Tensor { view.isContiguous ? self : copied() }

    /// A copy in memory of its own.
    func copied() -> Tensor {
        tape.record(CopyOperation(input: view, output: tape.allocate(shape, groups: view.groups)))
    }

    /// A tensor that fills a computed buffer, as an objective must.
    func contiguousWhole() -> Tensor {
        let buffer = tape.buffers[view.buffer]
        if case .computed = buffer.source, view.isContiguous, view.offset == 0, view.shape.count == buffer.count {
            return self
        }
        return copied()
    }
}

extension TensorView {
    func stride(_ axis: Axis) -> Int {
        switch axis {
        case .rows: strides.row
        case .samples: strides.sample
        case .features: strides.feature
        }
    }
}
