import LacunaCore

/// Silences units at random while training, and scales the others so that the mean stays (Srivastava et al. 2014).
enum Dropout {
    /// The shares of units that can be silenced.
    static let shares = NumberRange.atLeast(0, below: 1)

    static func apply(_ share: Double, to features: Tensor, purpose: String, mode: RunMode) -> Tensor {
        guard share > 0, mode == .training else { return features }
        let tape = features.tape
        let kept = tape.lessThan(
            tape.uniformNoise(features.shape, purpose: purpose), tape.constant(1 - share))
        return features * (kept / (1 - share))
    }
}
