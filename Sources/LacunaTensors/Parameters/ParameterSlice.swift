import CLacunaKernels

/// A piece of the flat parameters with gradient and optimizer state, for one step.
///
/// The fused steps run at full speed; an optimizer of another kind reads and writes cell by cell.
public struct ParameterSlice {
    let precision: Precision
    /// Number of cells.
    public let count: Int
    let parameters: UnsafeMutableRawPointer
    let gradient: UnsafeRawPointer
    let states: UnsafeMutableRawPointer
    /// Bytes between the starts of two states.
    let stateStride: Int

    /// Where a state of this slice starts.
    private func state(_ index: Int) -> UnsafeMutableRawPointer { states + index * stateStride }

    /// One step of Adam (Kingma and Ba 2015), with states 0 and 1; with `amsgrad` (Reddi et al. 2018) also state 2.
    public func adam(
        step: Int, learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
        amsgrad: Bool, gradientScale: Double
    ) {
        let values = lacuna_adam_step(
            learning_rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            correction1: 1 / (1 - Self.power(beta1, step)), correction2: 1 / (1 - Self.power(beta2, step)),
            gradient_scale: gradientScale, weight_decay: weightDecay)
        precision.kernels.pointee.adam(
            count, values, gradient, parameters, state(0), state(1), amsgrad ? state(2) : nil)
    }

    /// One step of gradient descent; with momentum (Polyak 1964) its velocity is state 0.
    public func descend(learningRate: Double, momentum: Double, gradientScale: Double) {
        precision.kernels.pointee.sgd(
            count, learningRate, momentum, gradientScale, gradient, parameters, momentum == 0 ? nil : state(0))
    }

    /// The gradient of a cell.
    public func gradient(at index: Int) -> Double { Self.number(gradient, index, precision) }

    /// A parameter.
    public subscript(index: Int) -> Double {
        get { Self.number(UnsafeRawPointer(parameters), index, precision) }
        nonmutating set { Self.set(parameters, index, newValue, precision) }
    }

    /// A number of the state.
    public subscript(state index: Int, cell: Int) -> Double {
        get { Self.number(UnsafeRawPointer(state(index)), cell, precision) }
        nonmutating set { Self.set(state(index), cell, newValue, precision) }
    }

    private static func number(_ base: UnsafeRawPointer, _ index: Int, _ precision: Precision) -> Double {
        precision == .float32
            ? Double(base.assumingMemoryBound(to: Float.self)[index]) : base.assumingMemoryBound(to: Double.self)[index]
    }

    private static func set(
        _ base: UnsafeMutableRawPointer, _ index: Int, _ value: Double, _ precision: Precision
    ) {
        if precision == .float32 {
            base.assumingMemoryBound(to: Float.self)[index] = Float(value)
        } else {
            base.assumingMemoryBound(to: Double.self)[index] = value
        }
    }

    /// base to the power of a whole number, by squaring.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var result = 1.0, factor = base, rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }
}
