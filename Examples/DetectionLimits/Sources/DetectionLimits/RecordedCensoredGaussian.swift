import LacunaCore

/// Normal columns given z, recorded as a limit where they lie beyond it.
struct RecordedCensoredGaussian: ConditionalDistribution {
    private let location: Tensor
    private let scale: Tensor
    private let side: LimitSide
    /// 1 × 1 × features; 0 for columns without a limit, so that every number stays finite.
    private let limit: Tensor
    /// 1 for columns with a limit, 0 for the others.
    private let isLimited: Tensor

    /// - Parameter limits: The limit of each column in the block's encoding, or `nil`.
    init(location: Tensor, scale: Tensor, limits: [Double?], side: LimitSide) {
        self.location = location
        self.scale = scale
        self.side = side
        let shape = TensorShape(features: limits.count)
        limit = location.tape.constant(limits.map { $0 ?? 0 }, shape)
        isLimited = location.tape.constant(limits.map { $0 == nil ? 0 : 1 }, shape)
    }

    private var tape: Tape { location.tape }

    /// How many standard deviations the limit lies from the mean, towards what is measured: Φ of it is the probability that the
    /// limit is recorded.
    private var distance: Tensor { side.sign * (limit - location) / scale }

    /// 1 where a number lies on the side of its limit that is measured; 0 for NaN.
    private func isMeasured(_ numbers: Tensor) -> Tensor {
        side == .below ? tape.lessThan(limit, numbers) : tape.lessThan(numbers, limit)
    }

    func logDensity(of values: Tensor, observed: Tensor) -> Tensor {
        let atLimit = isLimited * (1 - isMeasured(values))
        let measured = tape.gaussianLogDensity(
            values, observed: observed * (1 - atLimit), mean: location, standardDeviation: scale)
        return measured + tape.apply(LogNormalTail(), to: [distance, observed * atLimit]).sum(over: .features)
    }

    /// E[max(x, L)] = μ + σ (t Φ(t) + φ(t)) with t = (L − μ) / σ; from above, the same with both signs turned. Where rounding
    /// puts that beyond the limit, the limit.
    func mean() -> Tensor {
        let distance = distance
        let density = (-0.5 * distance.squared()).exp() * (1 / (2 * Double.pi).squareRoot())
        return limiting(
            location + side.sign * isLimited * scale * (distance * distance.normalCDF() + density))
    }

    func sample(purpose: String) -> Tensor {
        limiting(location + scale * tape.normalNoise(location.shape, purpose: purpose))
    }

    /// The limit in place of values beyond it.
    private func limiting(_ value: Tensor) -> Tensor {
        // A value that is no number is not hidden behind the limit.
        let isBeyond = side == .below ? tape.lessThan(value, limit) : tape.lessThan(limit, value)
        return tape.select(isLimited * isBeyond, limit, else: value)
    }
}
