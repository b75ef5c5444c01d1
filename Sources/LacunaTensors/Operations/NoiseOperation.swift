import CLacunaKernels

/// Random numbers addressed by purpose, row, sample and feature.
struct NoiseOperation: Operation {
    enum Distribution: Sendable { case uniform, normal, exponential, gamma, studentT }

    var distribution: Distribution
    var purpose: UInt64
    var shape: TensorView?
    var output: TensorView

    var inputs: [TensorView] { shape.map { [$0] } ?? [] }

    func forward(_ memory: Memory) {
        let kernels = memory.kernels.pointee
        let source = memory.noise.pointee
        let noise = lacuna_noise(
            key: RandomStream.combine(source.key, purpose), addresses: source.addresses,
            first_sample: source.firstSample)
        let extents = output.shape.kernelShape
        let target = memory.value(output)
        let parameter = shape.map { memory.operand($0) } ?? .absent
        switch distribution {
        case .uniform: kernels.uniform(extents, noise, target)
        case .normal: kernels.normal(extents, noise, target)
        case .exponential: kernels.exponential(extents, noise, target)
        case .gamma: kernels.gamma(extents, noise, parameter, target)
        case .studentT: kernels.student_t(extents, noise, parameter, target)
        }
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}

extension Tape {
    /// Uniform numbers from (0, 1). Each depends on the run's noise key, the purpose, and its row's address, sample and
    /// feature alone.
    public func uniformNoise(_ shape: TensorShape, purpose: String) -> Tensor { noise(.uniform, shape, purpose, nil) }

    /// Standard normal numbers.
    public func normalNoise(_ shape: TensorShape, purpose: String) -> Tensor { noise(.normal, shape, purpose, nil) }

    /// Standard exponential numbers.
    public func exponentialNoise(_ shape: TensorShape, purpose: String) -> Tensor {
        noise(.exponential, shape, purpose, nil)
    }

    /// Gamma numbers of unit scale; no gradient reaches the concentration.
    public func gammaNoise(_ shape: TensorShape, concentration: Tensor, purpose: String) -> Tensor {
        noise(.gamma, shape, purpose, concentration)
    }

    /// Standard Student's t numbers; no gradient reaches the degrees of freedom.
    public func studentTNoise(_ shape: TensorShape, degreesOfFreedom: Tensor, purpose: String) -> Tensor {
        noise(.studentT, shape, purpose, degreesOfFreedom)
    }

    private func noise(
        _ distribution: NoiseOperation.Distribution, _ shape: TensorShape, _ purpose: String, _ parameter: Tensor?
    ) -> Tensor {
        if let parameter, parameter.shape.broadcast(with: shape) != shape {
            fail("noise: a parameter of shape \(parameter.shape) cannot be repeated to \(shape)")
            return placeholder(shape)
        }
        return record(
            NoiseOperation(
                distribution: distribution, purpose: RandomStream.hash(purpose),
                shape: parameter?.stoppingGradient().view.broadcast(to: shape), output: allocate(shape)))
    }
}
