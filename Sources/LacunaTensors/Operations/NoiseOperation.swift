import CLacunaKernels

/// Random numbers addressed by purpose, row, sample and feature.
struct NoiseOperation: Operation {
    enum Distribution: Sendable { case uniform, normal, exponential, gamma, studentT }

    var distribution: Distribution
    var purpose: UInt64
    /// The distribution's parameter, if it has one; where rows stand for samples, contiguous.
    var shape: TensorView?
    /// How many consecutive rows stand for the samples of one row, if they do.
    var samplesInRows: Int?
    var output: TensorView

    var inputs: [TensorView] { shape.map { [$0] } ?? [] }

    func forward(_ memory: Memory) {
        let kernels = memory.kernels.pointee
        let source = memory.noise.pointee
        var noise = lacuna_noise(
            key: RandomStream.combine(source.key, purpose), addresses: source.addresses,
            first_sample: source.firstSample)
        var extents = output.shape
        let target = memory.value(output)
        var parameter = shape.map { memory.operand($0) } ?? .absent
        if let samplesInRows {
            // The same cells in the same order, addressed as those of fewer rows with more samples.
            noise.first_sample &*= UInt32(truncatingIfNeeded: extents.samples)
            extents.rows /= samplesInRows
            extents.samples *= samplesInRows
            parameter.strides = extents.contiguousStrides
        }
        switch distribution {
        case .uniform: kernels.uniform(extents.kernelShape, noise, target)
        case .normal: kernels.normal(extents.kernelShape, noise, target)
        case .exponential: kernels.exponential(extents.kernelShape, noise, target)
        case .gamma: kernels.gamma(extents.kernelShape, noise, parameter, target)
        case .studentT: kernels.student_t(extents.kernelShape, noise, parameter, target)
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
        if let samplesInRows, samplesInRows < 1 || shape.rows % samplesInRows != 0 {
            fail("noise: the rows of \(shape) cannot stand for \(samplesInRows) samples each")
            return placeholder(shape)
        }
        let repeated = parameter?.stoppingGradient().broadcast(to: shape)
        return record(
            NoiseOperation(
                distribution: distribution, purpose: RandomStream.hash(purpose),
                shape: samplesInRows == nil ? repeated?.view : repeated?.contiguous().view,
                samplesInRows: samplesInRows, output: allocate(shape)))
    }
}
