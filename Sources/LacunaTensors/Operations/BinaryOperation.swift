import CLacunaKernels

/// An elementwise function of two tensors, repeated to a common shape.
struct BinaryOperation: Operation {
    var function: lacuna_binary
    var first: TensorView
    var second: TensorView
    var output: TensorView

    var inputs: [TensorView] { [first, second] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.binary(
            function, output.shape.kernelShape, memory.operand(first), memory.operand(second), memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.binary_backward(
            function, output.shape.kernelShape, memory.operand(first), memory.operand(second), memory.value(output),
            memory.gradient(output), memory.gradient(0, first, request), memory.gradient(1, second, request))
    }
}

/// Picks each cell from one of two tensors, by a condition that is 0 or not.
struct SelectOperation: Operation {
    var condition: TensorView
    var first: TensorView
    var second: TensorView
    var output: TensorView

    var inputs: [TensorView] { [condition, first, second] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.select(
            output.shape.kernelShape, memory.operand(condition), memory.operand(first), memory.operand(second),
            memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.select_backward(
            output.shape.kernelShape, memory.operand(condition), memory.gradient(output),
            memory.gradient(1, first, request), memory.gradient(2, second, request))
    }
}

extension Tape {
    private func binary(_ name: String, _ function: lacuna_binary, _ a: Tensor, _ b: Tensor) -> Tensor {
        guard let shape = a.shape.broadcast(with: b.shape) else {
            fail("\(name): the shapes \(a.shape) and \(b.shape) do not agree")
            return placeholder(a.shape)
        }
        // A kernel writes both gradients in one pass, so they must lie apart.
        let second = a.view.buffer == b.view.buffer && !b.view.groups.isEmpty ? b.copied() : b
        return record(
            BinaryOperation(
                function: function, first: a.view.broadcast(to: shape), second: second.view.broadcast(to: shape),
                output: allocate(shape, groups: a.view.groups.union(b.view.groups))))
    }

    /// The larger of two tensors, cell by cell; at a tie the first has the gradient.
    public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { binary("maximum", lacuna_maximum, a, b) }

    /// The smaller of two tensors, cell by cell; at a tie the first has the gradient.
    public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { binary("minimum", lacuna_minimum, a, b) }

    /// Cells of `first` where the condition is not 0, of `second` elsewhere.
    ///
    /// What stands in a cell that is not selected, NaN included, influences neither the result nor any gradient.
    public func select(_ condition: Tensor, _ first: Tensor, else second: Tensor) -> Tensor {
        guard let pair = first.shape.broadcast(with: second.shape), let shape = pair.broadcast(with: condition.shape)
        else {
            fail("select: the shapes \(condition.shape), \(first.shape) and \(second.shape) do not agree")
            return placeholder(first.shape)
        }
        let other = first.view.buffer == second.view.buffer && !second.view.groups.isEmpty ? second.copied() : second
        return record(
            SelectOperation(
                condition: condition.stoppingGradient().view.broadcast(to: shape),
                first: first.view.broadcast(to: shape), second: other.view.broadcast(to: shape),
                output: allocate(shape, groups: first.view.groups.union(second.view.groups))))
    }

    static func sum(_ a: Tensor, _ b: Tensor) -> Tensor { a.tape.binary("+", lacuna_add, a, b) }
    static func difference(_ a: Tensor, _ b: Tensor) -> Tensor { a.tape.binary("-", lacuna_subtract, a, b) }
    static func product(_ a: Tensor, _ b: Tensor) -> Tensor { a.tape.binary("*", lacuna_multiply, a, b) }
    static func quotient(_ a: Tensor, _ b: Tensor) -> Tensor { a.tape.binary("/", lacuna_divide, a, b) }
}

extension Tensor {
    /// The sum, cell by cell.
    public static func + (a: Tensor, b: Tensor) -> Tensor { Tape.sum(a, b) }
    /// The difference, cell by cell.
    public static func - (a: Tensor, b: Tensor) -> Tensor { Tape.difference(a, b) }
    /// The product, cell by cell.
    public static func * (a: Tensor, b: Tensor) -> Tensor { Tape.product(a, b) }
    /// The quotient, cell by cell.
    public static func / (a: Tensor, b: Tensor) -> Tensor { Tape.quotient(a, b) }
}
