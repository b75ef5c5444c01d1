import CLacunaKernels

/// Where the cells of a tensor lie: a handle that stays valid in the finished program.
///
/// Slices, repeats and reshapes are views of the same memory; the gradient of a view is the same view of the gradient's
/// memory, so that none of them costs a copy.
public struct TensorView: Sendable {
    /// The memory it looks into, an index into the program's buffers.
    let buffer: Int
    /// Distance of the first cell from the start of the buffer, in cells.
    var offset: Int
    var strides: lacuna_strides
    /// The extents.
    public internal(set) var shape: TensorShape
    /// The parameter groups that a gradient reaches through this view.
    var groups: GroupSet

    /// Whether the cells lie row-major without gaps.
    var isContiguous: Bool {
        let wanted = shape.contiguousStrides
        return (shape.features == 1 || strides.feature == wanted.feature)
            && (shape.samples == 1 || strides.sample == wanted.sample)
            && (shape.rows == 1 || strides.row == wanted.row)
    }

    /// The distance between neighbours when rows and samples are seen as one axis, or `nil` where there is none.
    var rowStride: Int? {
        if shape.rows == 1 { return strides.sample }
        if shape.samples == 1 { return strides.row }
        return strides.row == strides.sample * shape.samples ? strides.sample : nil
    }

    /// The same cells repeated to a larger shape.
    func broadcast(to target: TensorShape) -> TensorView {
        var view = self
        view.shape = target
        if shape.rows != target.rows { view.strides.row = 0 }
        if shape.samples != target.samples { view.strides.sample = 0 }
        if shape.features != target.features { view.strides.feature = 0 }
        return view
    }
}
