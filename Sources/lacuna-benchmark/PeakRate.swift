import CLacunaKernels

/// The rate of fused multiply-adds that one core reaches.
enum PeakRate {
    /// Floating-point operations a second of one core, in 32 bits; the best of several rounds.
    static func perCore() -> Double {
        let kernels = lacuna_kernels_float().pointee
        let operations = kernels.multiply_add(1)
        let repetitions = 20_000
        let times = Stopwatch.rounds(5, seconds: 0.02) { _ = kernels.multiply_add(repetitions) }
        return operations * Double(repetitions) / (times.min() ?? .infinity)
    }
}
