import CLacunaKernels

/// Passes a tensor on unchanged and multiplies the gradient that comes back by a factor known only later.
///
/// Doubly reparametrised gradients weigh the path through each latent draw by its normalised importance weight, which is
/// computed from that very draw.
public struct GradientGate {
    private let operation: Int
    /// The tensor behind the gate.
    public let output: Tensor

    init(_ input: Tensor) {
        operation = input.tape.operations.count
        output = input.tape.record(
            GradientGateOperation(
                input: input.view, factor: nil,
                output: input.tape.allocate(input.shape, groups: input.view.groups)))
    }

    /// Sets the factor, repeated to the tensor's shape; no gradient flows into it.
    public func setFactor(_ factor: Tensor) {
        let tape = output.tape
        guard var gate = tape.operations[operation] as? GradientGateOperation else { return }
        guard factor.shape.broadcast(with: output.shape) == output.shape else {
            tape.fail("gradient gate: a factor of shape \(factor.shape) cannot be repeated to \(output.shape)")
            return
        }
        gate.factor = factor.view.broadcast(to: output.shape)
        tape.replace(operation, with: gate)
    }
}

struct GradientGateOperation: Operation {
    var input: TensorView
    var factor: TensorView?
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.copy(
            output.shape.kernelShape, 1, memory.operand(input),
            lacuna_gradient(values: memory.value(output), strides: output.strides, accumulate: 0))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        let gradient = memory.gradient(0, input, request)
        guard let factor else {
            memory.kernels.pointee.copy(
                output.shape.kernelShape, 1,
                lacuna_operand(values: UnsafeRawPointer(memory.gradient(output)), strides: output.strides), gradient)
            return
        }
        memory.kernels.pointee.binary_backward(
            lacuna_multiply, output.shape.kernelShape, memory.operand(input), memory.operand(factor),
            memory.value(output), memory.gradient(output), gradient, .unwanted)
    }
}

extension Tensor {
    /// A gate on the gradient of this tensor; use its `output` from here on and set its factor once that is known.
    public func gradientGate() -> GradientGate { GradientGate(self) }
}
