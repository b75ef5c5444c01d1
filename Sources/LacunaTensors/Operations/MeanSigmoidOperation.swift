import CLacunaKernels

/// log E[σ(location + scale · ε)] with its derivatives, or E[ε σ] / E[σ], cell by cell; flat, so that no gradient passes.
struct MeanSigmoidOperation: Operation {
    /// 0 leaves a cell out.
    var wanted: TensorView?
    /// All of one shape, rows × samples × features.
    var location: TensorView
    var scale: TensorView
    /// Of Student's t; `nil` where ε is standard normal.
    var degreesOfFreedom: TensorView?
    /// E[ε σ] / E[σ] alone.
    var isTilt: Bool
    /// One block of features after the other: the value and its derivatives by location, scale and degrees of freedom.
    var output: TensorView

    var inputs: [TensorView] { [location, scale] + [degreesOfFreedom, wanted].compactMap { $0 } }

    func forward(_ memory: Memory) {
        memory.kernels.pointee.log_mean_sigmoid(
            location.shape.kernelShape, wanted.map { memory.operand($0) } ?? .absent, memory.operand(location),
            memory.operand(scale), degreesOfFreedom.map { memory.operand($0) } ?? .absent, isTilt ? 1 : 0,
            memory.value(output))
    }

    func backward(_ memory: Memory, _ request: GradientRequest) {}
}
