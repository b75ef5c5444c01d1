import CLacunaKernels

/// Elementwise functions on numbers that stay in the first cache, log-densities and noise.
enum FunctionsBenchmark {
    static let functions: [(String, lacuna_unary, Float, Float, String?)] = [
        ("exp", lacuna_exp, -20, 20, "≥ 8"), ("expMinusOne", lacuna_expm1, -5, 5, nil),
        ("log", lacuna_log, 0.01, 20, "≥ 7"), ("logOnePlus", lacuna_log1p, -0.9, 20, "≥ 5"),
        ("tanh", lacuna_tanh, -4, 4, "≥ 9"), ("sigmoid", lacuna_sigmoid, -8, 8, "≥ 6"),
        ("softplus", lacuna_softplus, -8, 8, "≥ 2"), ("erf", lacuna_erf, -3, 3, nil),
        ("normalCDF", lacuna_normal_cdf, -5, 5, nil), ("logGamma", lacuna_lgamma, 0.5, 50, "≥ 1.5"),
        ("digamma", lacuna_digamma, 0.5, 50, "≥ 2"),
        ("logGammaHalfDifference", lacuna_lgamma_half_difference, 3, 50, "≥ 3"),
    ]

    static func run() -> [BenchmarkFigure] {
        let kernels = lacuna_kernels_float().pointee
        let count = 4096
        let strides = lacuna_strides(row: 0, sample: 0, feature: 1)
        let shape = lacuna_shape(rows: 1, samples: 1, features: count)
        let result = AlignedNumbers(count)
        var figures: [BenchmarkFigure] = functions.map { name, function, low, high, target in
            let source = AlignedNumbers(count, low: low, high: high)
            let operand = lacuna_operand(values: source.base, strides: strides)
            return rate(name, count, target) { kernels.unary(function, shape, operand, result.base) }
        }
        let addresses = UnsafeMutablePointer<UInt64>.allocate(capacity: 64)
        for row in 0..<64 { addresses[row] = UInt64(row) }
        defer { addresses.deallocate() }
        let draws = AlignedNumbers(64 * 20 * 10), degrees = AlignedNumbers(1, low: 5, high: 5)
        let noise = lacuna_noise(key: 1, addresses: addresses, first_sample: 0)
        let extents = lacuna_shape(rows: 64, samples: 20, features: 10)
        let parameter = lacuna_operand(values: degrees.base, strides: lacuna_strides(row: 0, sample: 0, feature: 0))
        figures.append(rate("uniform noise", 12_800, nil) { kernels.uniform(extents, noise, draws.base) })
        figures.append(rate("normal noise", 12_800, "≥ 0.85") { kernels.normal(extents, noise, draws.base) })
        figures.append(
            rate("Student's t noise", 12_800, nil) { kernels.student_t(extents, noise, parameter, draws.base) })
        return figures
    }

    private static func rate(_ name: String, _ count: Int, _ target: String?, _ body: () -> Void) -> BenchmarkFigure {
        let times = Stopwatch.rounds(7, seconds: 0.02, body)
        return BenchmarkFigure(
            name: name, value: Double(count) / Stopwatch.median(times) * 1e-9,
            best: Double(count) / (times.min() ?? .infinity) * 1e-9, unit: "elements/ns", shareOfPeak: nil,
            target: target)
    }
}
