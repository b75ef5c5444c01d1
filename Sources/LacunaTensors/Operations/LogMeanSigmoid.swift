import CLacunaKernels

/// The sum over the features of cells that `MeanSigmoidOperation` has made ready, derivatives included.
struct LogMeanSigmoid: Operation {
    var cells: TensorView
    var wanted: TensorView?
    var location: TensorView
    var scale: TensorView
    var degreesOfFreedom: TensorView?
    var output: TensorView
    /// What has no gradient comes last.
    var inputs: [TensorView] {
        [location, scale] + [degreesOfFreedom].compactMap { $0 } + [cells] + [wanted].compactMap { $0 }
    }

    /// The values alone.
    private var values: TensorView {
        var view = cells
        view.shape = location.shape
        return view
    }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.fill(output.shape.count, 0, memory.value(output))
        memory.kernels.pointee.copy(
            values.shape.kernelShape, 1, memory.operand(values),
            lacuna_gradient(
                values: memory.value(output), strides: output.broadcast(to: values.shape).strides, accumulate: 1))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {
        memory.kernels.pointee.log_mean_sigmoid_backward(
            location.shape.kernelShape, wanted.map { memory.operand($0) } ?? .absent, memory.value(cells),
            memory.gradient(output), memory.gradient(0, location, request), memory.gradient(1, scale, request),
            degreesOfFreedom.map { memory.gradient(2, $0, request) } ?? .unwanted, degreesOfFreedom == nil ? 0 : 1)
    }
}

extension Tape {
    /// Σ over the features of log E[σ(location + scale · ε)], ε standard normal, in nats: rows × samples × 1.
    ///
    /// Exact: an alternating series of normal tails, summed with polynomials whose relative error bounds that of E[σ]
    /// for all arguments, far tails and sharp steps included. Of the logarithm, where that is small, and of E[σ] the
    /// relative error is below 5e-15 in 64 bits (derivatives: 5e-14 by location, 5e-13 by scale beside 1e-14), and
    /// within rounding (by scale 3e-7) in 32 bits. All derivatives come from the forward pass.
    ///
    /// - Parameters:
    ///   - wanted: 0 leaves a cell out, whatever stands there, at hardly any cost; `nil` counts all. No gradient.
    ///   - location: All arguments are repeated to a common shape.
    ///   - scale: Of either sign, or 0.
    public func gaussianLogMeanSigmoid(where wanted: Tensor? = nil, location: Tensor, scale: Tensor) -> Tensor {
        logMeanSigmoid("gaussianLogMeanSigmoid", wanted, location, scale, nil)
    }

    /// Σ over the features of log E[σ(location + scale · ε)], ε of Student's t, in nats: rows × samples × 1.
    ///
    /// Quadrature: the trapezoidal rule where E[σ] is smooth enough, else Gauss–Legendre rules on panels that follow
    /// the mass to where it lies. Over 4000 random arguments (locations to 1e4, scales from 1e-4 to 1e4, degrees of
    /// freedom from 2 on) the relative error of E[σ] was at most 6e-9 (in 99 of 100 below 3e-10) in 64 bits, and 7e-7
    /// (9e-8) beside the rounding of the logarithm in 32 bits; of the derivative by location 4e-8 and 1e-5. Where σ is
    /// nearly flat the derivative by the scale rests on the variance of ε, which hardly converges near 2 degrees of
    /// freedom: it may be off by 5e-5 there. All derivatives come from the forward pass.
    ///
    /// - Parameters:
    ///   - wanted: 0 leaves a cell out, whatever stands there, at hardly any cost; `nil` counts all. No gradient.
    ///   - location: All arguments are repeated to a common shape.
    ///   - scale: Of either sign, or 0.
    ///   - degreesOfFreedom: 2 or more for the stated errors (1 and 2: 1e-4); below 1 counts as 1.
    public func studentTLogMeanSigmoid(
        where wanted: Tensor? = nil, location: Tensor, scale: Tensor, degreesOfFreedom: Tensor
    ) -> Tensor {
        logMeanSigmoid("studentTLogMeanSigmoid", wanted, location, scale, degreesOfFreedom)
    }

    /// E[ε σ(location + scale · ε)] / E[σ(location + scale · ε)] of each cell, ε standard normal; no gradient passes.
    public func gaussianTiltedNoiseMean(location: Tensor, scale: Tensor) -> Tensor {
        tiltedNoiseMean("gaussianTiltedNoiseMean", location, scale, nil)
    }

    /// E[ε σ(location + scale · ε)] / E[σ(location + scale · ε)] of each cell, ε of Student's t; no gradient passes.
    ///
    /// Near 2 degrees of freedom, where means hardly converge, off by up to 2e-3 in 32 bits (2e-4 in 99 of 100).
    public func studentTTiltedNoiseMean(location: Tensor, scale: Tensor, degreesOfFreedom: Tensor) -> Tensor {
        tiltedNoiseMean("studentTTiltedNoiseMean", location, scale, degreesOfFreedom)
    }

    private func logMeanSigmoid(
        _ name: String, _ wanted: Tensor?, _ location: Tensor, _ scale: Tensor, _ degrees: Tensor?
    ) -> Tensor {
        guard let shape = commonShape(name, [location, scale, degrees, wanted].compactMap { $0 }) else {
            return placeholder(TensorShape(rows: location.shape.rows, samples: location.shape.samples))
        }
        let cells = meanSigmoid(shape, wanted, location, scale, degrees, parts: degrees == nil ? 3 : 4)
        let groups = [location, scale, degrees].compactMap { $0?.view.groups }
        return record(
            LogMeanSigmoid(
                cells: cells.view, wanted: wanted?.stoppingGradient().view.broadcast(to: shape),
                location: location.view.broadcast(to: shape), scale: scale.view.broadcast(to: shape),
                degreesOfFreedom: degrees?.view.broadcast(to: shape),
                output: allocate(
                    TensorShape(rows: shape.rows, samples: shape.samples),
                    groups: groups.reduce(into: []) { $0.formUnion($1) })))
    }

    private func tiltedNoiseMean(_ name: String, _ location: Tensor, _ scale: Tensor, _ degrees: Tensor?) -> Tensor {
        guard let shape = commonShape(name, [location, scale, degrees].compactMap { $0 }) else {
            return placeholder(location.shape)
        }
        return meanSigmoid(shape, nil, location, scale, degrees, parts: 1)
    }

    /// Values and derivatives, or the tilted mean where there is one part.
    private func meanSigmoid(
        _ shape: TensorShape, _ wanted: Tensor?, _ location: Tensor, _ scale: Tensor, _ degrees: Tensor?, parts: Int
    ) -> Tensor {
        let result = TensorShape(rows: shape.rows, samples: shape.samples, features: parts * shape.features)
        return record(
            MeanSigmoidOperation(
                wanted: wanted?.stoppingGradient().view.broadcast(to: shape),
                location: location.stoppingGradient().view.broadcast(to: shape),
                scale: scale.stoppingGradient().view.broadcast(to: shape),
                degreesOfFreedom: degrees?.stoppingGradient().view.broadcast(to: shape), isTilt: parts == 1,
                output: allocate(result)))
    }
}
