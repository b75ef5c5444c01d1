import CLacunaKernels

/// An elementwise function of one tensor.
struct UnaryOperation: Operation {
    var function: lacuna_unary
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.unary(
            function, output.shape.kernelShape, memory.operand(input), memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.unary_backward(
            function, output.shape.kernelShape, memory.operand(input), memory.value(output),
            memory.gradient(output), memory.gradient(0, input, request))
    }
}

/// factor · x + offset.
struct AffineOperation: Operation {
    var factor: Double
    var offset: Double
    var input: TensorView
    var output: TensorView

    var inputs: [TensorView] { [input] }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.affine(
            output.shape.kernelShape, factor, offset, memory.operand(input), memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.copy(
            output.shape.kernelShape, factor,
            lacuna_operand(values: UnsafeRawPointer(memory.gradient(output)), strides: output.strides),
            memory.gradient(0, input, request))
    }
}

extension Tensor {
    private func unary(_ function: lacuna_unary) -> Tensor {
        tape.record(
            UnaryOperation(function: function, input: view, output: tape.allocate(shape, groups: view.groups)))
    }

    private func affine(_ factor: Double, _ offset: Double) -> Tensor {
        tape.record(
            AffineOperation(
                factor: factor, offset: offset, input: view, output: tape.allocate(shape, groups: view.groups)))
    }

    /// −x.
    public static prefix func - (x: Tensor) -> Tensor { x.unary(lacuna_negate) }
    /// x + a number.
    public static func + (x: Tensor, number: Double) -> Tensor { x.affine(1, number) }
    /// A number + x.
    public static func + (number: Double, x: Tensor) -> Tensor { x.affine(1, number) }
    /// x − a number.
    public static func - (x: Tensor, number: Double) -> Tensor { x.affine(1, -number) }
    /// A number − x.
    public static func - (number: Double, x: Tensor) -> Tensor { x.affine(-1, number) }
    /// x times a number.
    public static func * (x: Tensor, number: Double) -> Tensor { x.affine(number, 0) }
    /// A number times x.
    public static func * (number: Double, x: Tensor) -> Tensor { x.affine(number, 0) }
    /// x divided by a number.
    public static func / (x: Tensor, number: Double) -> Tensor { x.affine(1 / number, 0) }

    /// |x|.
    public func magnitude() -> Tensor { unary(lacuna_absolute) }
    /// x².
    public func squared() -> Tensor { unary(lacuna_square) }
    /// √x.
    public func squareRoot() -> Tensor { unary(lacuna_square_root) }
    /// 1 / x.
    public func reciprocal() -> Tensor { unary(lacuna_reciprocal) }
    /// e to the power x.
    public func exp() -> Tensor { unary(lacuna_exp) }
    /// exp(x) − 1.
    public func expMinusOne() -> Tensor { unary(lacuna_expm1) }
    /// The natural logarithm.
    public func log() -> Tensor { unary(lacuna_log) }
    /// log(1 + x).
    public func logOnePlus() -> Tensor { unary(lacuna_log1p) }
    /// The hyperbolic tangent.
    public func tanh() -> Tensor { unary(lacuna_tanh) }
    /// 1 / (1 + exp(−x)).
    public func sigmoid() -> Tensor { unary(lacuna_sigmoid) }
    /// log(1 + exp x).
    public func softplus() -> Tensor { unary(lacuna_softplus) }
    /// log of the sigmoid, −softplus(−x).
    public func logSigmoid() -> Tensor { unary(lacuna_log_sigmoid) }
    /// max(x, 0).
    public func relu() -> Tensor { unary(lacuna_relu) }
    /// The error function.
    public func erf() -> Tensor { unary(lacuna_erf) }
    /// The distribution function of the standard normal.
    public func normalCDF() -> Tensor { unary(lacuna_normal_cdf) }
    /// log Γ(x), for x > 0.
    public func logGamma() -> Tensor { unary(lacuna_lgamma) }
    /// The derivative of log Γ(x), for x > 0.
    public func digamma() -> Tensor { unary(lacuna_digamma) }
    /// log Γ((x + 1)/2) − log Γ(x/2), for x > 0, without cancellation.
    public func logGammaHalfDifference() -> Tensor { unary(lacuna_lgamma_half_difference) }

    /// An activation by its name.
    public func activated(by activation: Activation) -> Tensor {
        switch activation {
        case .identity: self
        case .tanh: tanh()
        case .relu: relu()
        case .sigmoid: sigmoid()
        case .softplus: softplus()
        case .elu: relu() + tape.minimum(self, tape.constant(0)).expMinusOne()
        }
    }
}
