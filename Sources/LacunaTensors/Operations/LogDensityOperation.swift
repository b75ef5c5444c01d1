import CLacunaKernels

/// A log-density summed over the observed features of each row and sample, in one pass.
struct LogDensityOperation: Operation {
    var density: lacuna_density
    var shape: TensorShape
    var value: TensorView
    var observed: TensorView?
    var parameters: (TensorView, TensorView?, TensorView?)
    var output: TensorView
    /// The views whose gradients exist, in the order of the kernel's arguments.
    let inputs: [TensorView]

    init(
        density: lacuna_density, shape: TensorShape, value: TensorView, observed: TensorView?,
        parameters: (TensorView, TensorView?, TensorView?), output: TensorView
    ) {
        self.density = density
        self.shape = shape
        self.value = value
        self.observed = observed
        self.parameters = parameters
        self.output = output
        var inputs = [value, parameters.0]
        if let second = parameters.1 { inputs.append(second) }
        if let third = parameters.2 { inputs.append(third) }
        if let observed { inputs.append(observed) }
        self.inputs = inputs
    }

    private func operand(_ view: TensorView?, _ memory: Memory) -> lacuna_operand {
        view.map { memory.operand($0) } ?? .absent
    }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.log_density(
            density, shape.kernelShape, memory.operand(value), operand(observed, memory),
            memory.operand(parameters.0), operand(parameters.1, memory), operand(parameters.2, memory),
            memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.log_density_backward(
            density, shape.kernelShape, memory.operand(value), operand(observed, memory),
            memory.operand(parameters.0), operand(parameters.1, memory), operand(parameters.2, memory),
            memory.gradient(output), memory.gradient(0, value, request), memory.gradient(1, parameters.0, request),
            parameters.1.map { memory.gradient(2, $0, request) } ?? .unwanted,
            parameters.2.map { memory.gradient(3, $0, request) } ?? .unwanted)
    }
}

extension Tape {
    /// Σ over the features of log N(value; mean, standardDeviation²), in nats: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - value: Where the density is taken; all arguments are repeated to a common shape.
    ///   - observed: 0 leaves a feature out, whatever stands there; `nil` counts all.
    ///   - mean: The mean.
    ///   - standardDeviation: Above 0.
    public func gaussianLogDensity(
        _ value: Tensor, observed: Tensor? = nil, mean: Tensor, standardDeviation: Tensor
    ) -> Tensor {
        logDensity("gaussianLogDensity", lacuna_density_gaussian, value, observed, mean, standardDeviation, nil)
    }

    /// Σ over the features of Student's t log-density, in nats: rows × samples × 1.
    ///
    /// - Parameters:
    ///   - value: Where the density is taken; all arguments are repeated to a common shape.
    ///   - observed: 0 leaves a feature out, whatever stands there; `nil` counts all.
    ///   - location: The centre.
    ///   - scale: Above 0.
    ///   - degreesOfFreedom: Above 0.
    public func studentTLogDensity(
        _ value: Tensor, observed: Tensor? = nil, location: Tensor, scale: Tensor, degreesOfFreedom: Tensor
    ) -> Tensor {
        logDensity(
            "studentTLogDensity", lacuna_density_student_t, value, observed, location, scale, degreesOfFreedom)
    }

    /// Σ over the features of value · log sigmoid(logit) + (1 − value) · log sigmoid(−logit), in nats: rows × samples × 1.
    public func bernoulliLogDensity(_ value: Tensor, observed: Tensor? = nil, logit: Tensor) -> Tensor {
        logDensity("bernoulliLogDensity", lacuna_density_bernoulli, value, observed, logit, nil, nil)
    }

    private func logDensity(
        _ name: String, _ density: lacuna_density, _ value: Tensor, _ observed: Tensor?, _ first: Tensor,
        _ second: Tensor?, _ third: Tensor?
    ) -> Tensor {
        guard let shape = commonShape(name, [value, observed, first, second, third].compactMap { $0 }) else {
            return placeholder(TensorShape(rows: value.shape.rows, samples: value.shape.samples))
        }
        let result = TensorShape(rows: shape.rows, samples: shape.samples)
        let groups = [value, first, second, third].compactMap { $0?.view.groups }
        return record(
            LogDensityOperation(
                density: density, shape: shape, value: value.view.broadcast(to: shape),
                observed: observed?.stoppingGradient().view.broadcast(to: shape),
                parameters: (
                    first.view.broadcast(to: shape), second?.view.broadcast(to: shape),
                    third?.view.broadcast(to: shape)
                ),
                output: allocate(result, groups: groups.reduce(into: []) { $0.formUnion($1) })))
    }

    /// The shape that all arguments of an operation are repeated to; `nil`, and a mistake of the recording, where there is none.
    func commonShape(_ name: String, _ arguments: [Tensor]) -> TensorShape? {
        var shape = TensorShape.scalar
        for argument in arguments {
            guard let joined = shape.broadcast(with: argument.shape) else {
                fail("\(name): the shapes \(arguments.map { "\($0.shape)" }.joined(separator: ", ")) do not agree")
                return nil
            }
            shape = joined
        }
        return shape
    }
}
