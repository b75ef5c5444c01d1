import CLacunaKernels

/// L v or L⁻¹ v for lower triangular matrices L, one a row, and several vectors v a row.
struct TriangularOperation: Operation {
    enum Function: Sendable { case product, solve }

    var function: Function
    /// rows × 1 × d.
    var diagonal: TensorView
    /// rows × 1 × d(d − 1)/2, row by row; `nil` where d is 1.
    var lower: TensorView?
    /// rows × samples × d.
    var vectors: TensorView
    /// rows × samples × d.
    var output: TensorView

    var inputs: [TensorView] { [diagonal, vectors] + (lower.map { [$0] } ?? []) }

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            forward(Float.self, memory)
        } else {
            forward(Double.self, memory)
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        if memory.elementSize == 4 {
            backward(Float.self, memory, request)
        } else {
            backward(Double.self, memory, request)
        }
    }

    private func forward<Scalar: TensorScalar>(_: Scalar.Type, _ memory: Memory) {
        let size = output.shape.features
        // Nothing is read of the factors where there is nothing below the diagonal.
        let diagonals = StridedCells<Scalar>(memory.value(diagonal), diagonal),
            factors = StridedCells<Scalar>(memory.value(lower ?? diagonal), lower ?? diagonal)
        let sources = StridedCells<Scalar>(memory.value(vectors), vectors),
            results = StridedCells<Scalar>(memory.value(output), output)
        for row in 0..<output.shape.rows {
            let diagonal = diagonals[row, 0], factor = factors[row, 0]
            for sample in 0..<output.shape.samples {
                let x = sources[row, sample], y = results[row, sample]
                var start = 0
                for i in 0..<size {
                    switch function {
                    case .product:
                        var sum = diagonal[i] * x[i]
                        for j in 0..<i { sum += factor[start + j] * x[j] }
                        y[i] = sum
                    case .solve:
                        var rest = x[i]
                        for j in 0..<i { rest -= factor[start + j] * y[j] }
                        y[i] = rest / diagonal[i]
                    }
                    start += i
                }
            }
        }
    }

    /// With ȳ the gradient of the output, the product y = L v has v̄ = Lᵀ ȳ and L̄ = ȳ vᵀ; the solution y = L⁻¹ v has
    /// v̄ = L⁻ᵀ ȳ and L̄ = −v̄ yᵀ. Both are of the form L̄ = ± a bᵀ, of which the lower triangle counts.
    private func backward<Scalar: TensorScalar>(
        _: Scalar.Type, _ memory: Memory, _ request: GradientRequest
    ) {
        let size = output.shape.features
        let diagonals = StridedCells<Scalar>(memory.value(diagonal), diagonal),
            factors = StridedCells<Scalar>(memory.value(lower ?? diagonal), lower ?? diagonal)
        let sources = StridedCells<Scalar>(memory.value(vectors), vectors),
            results = StridedCells<Scalar>(memory.value(output), output)
        let upstream = StridedCells<Scalar>(memory.gradient(output), output)
        let diagonalGradients = gradientCells(Scalar.self, 0, diagonal, memory, request)
        let sourceGradients = gradientCells(Scalar.self, 1, vectors, memory, request)
        let factorGradients = lower.flatMap { gradientCells(Scalar.self, 2, $0, memory, request) }
        let right = function == .product ? sources : results
        let sign: Scalar = function == .product ? 1 : -1
        for row in 0..<output.shape.rows {
            let diagonal = diagonals[row, 0], factor = factors[row, 0]
            for sample in 0..<output.shape.samples {
                let a = upstream[row, sample], b = right[row, sample]
                // The upstream gradient is solved in place, since nobody reads it any more.
                if function == .solve { Self.solveTransposed(size, diagonal, factor, a) }
                if let gradient = sourceGradients?[row, sample] {
                    switch function {
                    case .product: Self.addTransposedProduct(size, diagonal, factor, a, to: gradient)
                    case .solve: for i in 0..<size { gradient[i] += a[i] }
                    }
                }
                if let gradient = diagonalGradients?[row, 0] {
                    for i in 0..<size { gradient[i] += sign * a[i] * b[i] }
                }
                if let gradient = factorGradients?[row, 0] {
                    var start = 0
                    for i in 0..<size {
                        let slope = sign * a[i]
                        for j in 0..<i { gradient[start + j] += slope * b[j] }
                        start += i
                    }
                }
            }
        }
    }

    /// a becomes L⁻ᵀ a.
    private static func solveTransposed<Scalar: TensorScalar>(
        _ size: Int, _ diagonal: StridedCells<Scalar>.Line, _ factor: StridedCells<Scalar>.Line,
        _ a: StridedCells<Scalar>.Line
    ) {
        for i in (0..<size).reversed() {
            let solved = a[i] / diagonal[i]
            a[i] = solved
            let start = i * (i - 1) / 2
            for j in 0..<i { a[j] -= factor[start + j] * solved }
        }
    }

    /// Adds Lᵀ a to a gradient.
    private static func addTransposedProduct<Scalar: TensorScalar>(
        _ size: Int, _ diagonal: StridedCells<Scalar>.Line, _ factor: StridedCells<Scalar>.Line,
        _ a: StridedCells<Scalar>.Line, to gradient: StridedCells<Scalar>.Line
    ) {
        var start = 0
        for i in 0..<size {
            let slope = a[i]
            gradient[i] += diagonal[i] * slope
            for j in 0..<i { gradient[j] += factor[start + j] * slope }
            start += i
        }
    }

    /// The gradient of an input, ready to be added to, or `nil` where it is not wanted.
    private func gradientCells<Scalar: TensorScalar>(
        _: Scalar.Type, _ index: Int, _ view: TensorView, _ memory: Memory,
        _ request: GradientRequest
    ) -> StridedCells<Scalar>? {
        guard request.wants(index) else { return nil }
        let base = memory.gradient(view)
        if !request.accumulates(index) { memory.kernels.pointee.fill(view.shape.count, 0, base) }
        return StridedCells<Scalar>(base, view)
    }
}

/// Cells of a view, a row and sample at a time.
private struct StridedCells<Scalar: TensorScalar> {
    /// The features of one row and sample.
    struct Line {
        let base: UnsafeMutablePointer<Scalar>
        let stride: Int

        subscript(feature: Int) -> Scalar {
            get { base[feature * stride] }
            nonmutating set { base[feature * stride] = newValue }
        }
    }

    private let base: UnsafeMutablePointer<Scalar>
    private let rowStride: Int
    private let sampleStride: Int
    private let featureStride: Int

    init(_ base: UnsafeMutableRawPointer, _ view: TensorView) {
        self.base = base.assumingMemoryBound(to: Scalar.self)
        rowStride = view.strides.row
        sampleStride = view.strides.sample
        featureStride = view.strides.feature
    }

    subscript(row: Int, sample: Int) -> Line {
        Line(base: base + (row * rowStride + sample * sampleStride), stride: featureStride)
    }
}

extension Tape {
    /// L v for lower triangular matrices L: rows × samples × d.
    ///
    /// The vectors may be as many as there are samples; extents of 1 along the rows are repeated.
    ///
    /// - Parameters:
    ///   - diagonal: The diagonal of L, rows × 1 × d.
    ///   - lower: The entries below the diagonal, row by row, rows × 1 × d(d − 1)/2; `nil` where d is 1.
    ///   - vectors: v, rows × samples × d.
    public func triangularProduct(diagonal: Tensor, lower: Tensor?, vectors: Tensor) -> Tensor {
        triangular("triangularProduct", .product, diagonal, lower, vectors)
    }

    /// L⁻¹ v for lower triangular matrices L, by forward substitution: rows × samples × d.
    ///
    /// The vectors may be as many as there are samples; extents of 1 along the rows are repeated.
    ///
    /// - Parameters:
    ///   - diagonal: The diagonal of L, rows × 1 × d, nowhere 0.
    ///   - lower: The entries below the diagonal, row by row, rows × 1 × d(d − 1)/2; `nil` where d is 1.
    ///   - vectors: v, rows × samples × d.
    public func triangularSolve(diagonal: Tensor, lower: Tensor?, vectors: Tensor) -> Tensor {
        triangular("triangularSolve", .solve, diagonal, lower, vectors)
    }

    private func triangular(
        _ name: String, _ function: TriangularOperation.Function, _ diagonal: Tensor, _ lower: Tensor?,
        _ vectors: Tensor
    ) -> Tensor {
        let size = diagonal.shape.features
        let below = lower?.shape ?? TensorShape(features: 0)
        var matrix = diagonal.shape
        matrix.features = size * (size - 1) / 2
        guard diagonal.shape.samples == 1, vectors.shape.features == size, below.samples == 1,
            below.features == matrix.features, let rows = matrix.broadcast(with: below)?.rows,
            let shape = TensorShape(rows: rows, features: size).broadcast(with: vectors.shape)
        else {
            fail(
                """
                \(name): a diagonal of \(diagonal.shape), \(lower.map { "entries below it of \($0.shape)" } ?? "nothing below it") \
                and vectors of \(vectors.shape) do not agree
                """)
            return placeholder(vectors.shape)
        }
        let groups = [diagonal, lower, vectors].reduce(into: GroupSet()) { $0.formUnion($1?.view.groups ?? []) }
        return record(
            TriangularOperation(
                function: function,
                diagonal: diagonal.view.broadcast(to: TensorShape(rows: shape.rows, features: size)),
                lower: lower?.view.broadcast(to: TensorShape(rows: shape.rows, features: below.features)),
                vectors: vectors.view.broadcast(to: shape), output: allocate(shape, groups: groups)))
    }
}
