import CLacunaKernels

/// An operation of your own, with its own derivative.
///
/// Write the function once for any `TensorScalar`; it then runs in 32 and in 64 bits. Memory comes from the workspace:
/// nothing may be allocated or kept. The conformance kit's `checkGradient` compares the derivative with differences.
///
/// ```swift
/// struct Cube: DifferentiableFunction {
///     func outputShape(of inputs: [TensorShape]) -> TensorShape? { inputs.first }
///     func forward<S: TensorScalar>(_ inputs: FunctionInputs<S>, into output: FunctionCells<S>) {
///         let x = inputs[0]
///         output.forEachCell { row, sample, feature in
///             let number = x[row, sample, feature]
///             output[row, sample, feature] = number * number * number
///         }
///     }
///     func backward<S: TensorScalar>(
///         _ inputs: FunctionInputs<S>, output: FunctionCells<S>, outputGradient: FunctionCells<S>,
///         into gradients: FunctionGradients<S>
///     ) {
///         guard let gradient = gradients[0] else { return }
///         let x = inputs[0]
///         output.forEachCell { row, sample, feature in
///             let number = x[row, sample, feature]
///             gradient[row, sample, feature] += 3 * number * number * outputGradient[row, sample, feature]
///         }
///     }
/// }
/// let y = tape.apply(Cube(), to: [x])
/// ```
public protocol DifferentiableFunction: Sendable {
    /// The shape of the result, or `nil` where the inputs do not fit.
    func outputShape(of inputs: [TensorShape]) -> TensorShape?
    /// Computes every cell of the output.
    func forward<Scalar: TensorScalar>(_ inputs: FunctionInputs<Scalar>, into output: FunctionCells<Scalar>)
    /// Adds to the gradient of each input that wants one; the cells hold earlier contributions.
    func backward<Scalar: TensorScalar>(
        _ inputs: FunctionInputs<Scalar>, output: FunctionCells<Scalar>, outputGradient: FunctionCells<Scalar>,
        into gradients: FunctionGradients<Scalar>)

    /// `forward` in 32 bits. It is not written by hand, as the underscore says: its default lets the compiler make a version
    /// for this precision where the function is written, which a call through the protocol alone would not find.
    func _forward(_ inputs: FunctionInputs<Float>, into output: FunctionCells<Float>)
    /// `forward` in 64 bits, likewise.
    func _forward(_ inputs: FunctionInputs<Double>, into output: FunctionCells<Double>)
    /// `backward` in 32 bits, likewise.
    func _backward(
        _ inputs: FunctionInputs<Float>, output: FunctionCells<Float>, outputGradient: FunctionCells<Float>,
        into gradients: FunctionGradients<Float>)
    /// `backward` in 64 bits, likewise.
    func _backward(
        _ inputs: FunctionInputs<Double>, output: FunctionCells<Double>, outputGradient: FunctionCells<Double>,
        into gradients: FunctionGradients<Double>)
}

extension DifferentiableFunction {
    /// `forward`.
    @inlinable
    public func _forward(_ inputs: FunctionInputs<Float>, into output: FunctionCells<Float>) {
        forward(inputs, into: output)
    }

    /// `forward`.
    @inlinable
    public func _forward(_ inputs: FunctionInputs<Double>, into output: FunctionCells<Double>) {
        forward(inputs, into: output)
    }

    /// `backward`.
    @inlinable
    public func _backward(
        _ inputs: FunctionInputs<Float>, output: FunctionCells<Float>, outputGradient: FunctionCells<Float>,
        into gradients: FunctionGradients<Float>
    ) {
        backward(inputs, output: output, outputGradient: outputGradient, into: gradients)
    }

    /// `backward`.
    @inlinable
    public func _backward(
        _ inputs: FunctionInputs<Double>, output: FunctionCells<Double>, outputGradient: FunctionCells<Double>,
        into gradients: FunctionGradients<Double>
    ) {
        backward(inputs, output: output, outputGradient: outputGradient, into: gradients)
    }
}

/// The cells of one tensor during a run.
public struct FunctionCells<Scalar: TensorScalar> {
    @usableFromInline let base: UnsafeMutablePointer<Scalar>
    @usableFromInline let rowStride: Int
    @usableFromInline let sampleStride: Int
    @usableFromInline let featureStride: Int
    /// The extents.
    public let shape: TensorShape

    init(_ base: UnsafeMutableRawPointer, _ view: TensorView) {
        self.base = base.assumingMemoryBound(to: Scalar.self)
        rowStride = view.strides.row
        sampleStride = view.strides.sample
        featureStride = view.strides.feature
        shape = view.shape
    }

    /// One cell.
    @inlinable
    public subscript(row: Int, sample: Int, feature: Int) -> Scalar {
        get { base[row * rowStride + sample * sampleStride + feature * featureStride] }
        nonmutating set { base[row * rowStride + sample * sampleStride + feature * featureStride] = newValue }
    }

    /// Visits all cells in row-major order.
    @inlinable
    public func forEachCell(_ body: (_ row: Int, _ sample: Int, _ feature: Int) -> Void) {
        for row in 0..<shape.rows {
            for sample in 0..<shape.samples {
                for feature in 0..<shape.features { body(row, sample, feature) }
            }
        }
    }
}

/// The inputs of a function during a run.
public struct FunctionInputs<Scalar: TensorScalar> {
    private let memory: Memory
    private let views: [TensorView]

    init(_ memory: Memory, _ views: [TensorView]) {
        self.memory = memory
        self.views = views
    }

    /// The cells of an input.
    public subscript(index: Int) -> FunctionCells<Scalar> { FunctionCells(memory.value(views[index]), views[index]) }
}

/// The gradients of a function's inputs during a run.
public struct FunctionGradients<Scalar: TensorScalar> {
    private let memory: Memory
    private let views: [TensorView]
    private let request: GradientRequest

    init(_ memory: Memory, _ views: [TensorView], _ request: GradientRequest) {
        self.memory = memory
        self.views = views
        self.request = request
    }

    /// The gradient of an input, or `nil` where it is not wanted.
    public subscript(index: Int) -> FunctionCells<Scalar>? {
        request.wants(index) ? FunctionCells(memory.gradient(views[index]), views[index]) : nil
    }
}

struct FunctionOperation: Operation {
    var function: any DifferentiableFunction
    var inputs: [TensorView]
    var output: TensorView

    func forward(_ memory: Memory) {
        if memory.elementSize == 4 {
            function._forward(
                FunctionInputs<Float>(memory, inputs), into: FunctionCells<Float>(memory.value(output), output))
        } else {
            function._forward(
                FunctionInputs<Double>(memory, inputs), into: FunctionCells<Double>(memory.value(output), output))
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        for (index, input) in inputs.enumerated() where request.wants(index) && !request.accumulates(index) {
            memory.kernels.pointee.fill(input.shape.count, 0, memory.gradient(input))
        }
        if memory.elementSize == 4 {
            function._backward(
                FunctionInputs<Float>(memory, inputs), output: FunctionCells(memory.value(output), output),
                outputGradient: FunctionCells(memory.gradient(output), output),
                into: FunctionGradients(memory, inputs, request))
        } else {
            function._backward(
                FunctionInputs<Double>(memory, inputs), output: FunctionCells(memory.value(output), output),
                outputGradient: FunctionCells(memory.gradient(output), output),
                into: FunctionGradients(memory, inputs, request))
        }
    }
}

extension Tape {
    /// Records an operation of your own.
    public func apply(_ function: some DifferentiableFunction, to inputs: [Tensor]) -> Tensor {
        guard inputs.count <= 64, let shape = function.outputShape(of: inputs.map(\.shape)) else {
            let shapes = inputs.map { "\($0.shape)" }.joined(separator: ", ")
            fail("\(type(of: function)): does not take tensors of the shapes \(shapes)")
            return placeholder(.scalar)
        }
        let groups = inputs.reduce(into: GroupSet()) { $0.formUnion($1.view.groups) }
        return record(
            FunctionOperation(
                function: function, inputs: inputs.map(\.view), output: allocate(shape, groups: groups)))
    }
}
