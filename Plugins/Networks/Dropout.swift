import LacunaCore

/// Silences units at random while training, and scales the others so that the mean stays (Srivastava et al. 2014).
enum Dropout {
    static func apply(_ share: Double, to features: Tensor, purpose: String, mode: RunMode) -> Tensor {
        guard share > 0, mode == .training else { return features }
        let tape = features.tape
        let kept = tape.lessThan(
            tape.uniformNoise(features.shape, purpose: purpose), tape.constant(1 - share))
        return features * (kept / (1 - share))
    }

    static func problems(_ share: Double) -> [ConfigurationProblem] {
        (0..<1).contains(share)
            ? []
            : [ConfigurationProblem(key: "dropout", message: "must be at least 0 and below 1, not \(share)")]
    }
}
