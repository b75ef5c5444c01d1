import CLacunaKernels

/// Matrix products: packing the right factor is part of each timed call, although a training step packs once.
enum GEMMBenchmark {
    static let shapes = [
        (1280, 128, 128), (320, 128, 128), (64, 128, 128), (1280, 256, 256), (1280, 33, 128), (1280, 16, 128),
        (1280, 8, 128), (1280, 128, 10),
    ]

    static func run() -> [BenchmarkFigure] {
        let peak = PeakRate.perCore()
        var figures = [
            BenchmarkFigure(
                name: "peak of fused multiply-adds", value: peak * 1e-9, best: peak * 1e-9, unit: "GFLOP/s",
                shareOfPeak: 1, target: nil)
        ]
        for (rows, columns, depth) in shapes {
            for transpose in ["NN", "NT", "TN"] {
                let times = time(rows, columns, depth, transpose)
                let operations = 2 * Double(rows * columns * depth)
                let rate = operations / Stopwatch.median(times)
                figures.append(
                    BenchmarkFigure(
                        name: "\(transpose) \(rows)×\(columns)×\(depth)", value: rate * 1e-9,
                        best: operations / (times.min() ?? .infinity) * 1e-9, unit: "GFLOP/s",
                        shareOfPeak: rate / peak, target: (rows, columns, depth) == (1280, 128, 128) ? "≥ 230" : nil))
            }
        }
        return figures
    }

    private static func time(_ rows: Int, _ columns: Int, _ depth: Int, _ transpose: String) -> [Double] {
        let kernels = lacuna_kernels_float().pointee
        let left = AlignedNumbers(rows * depth), right = AlignedNumbers(depth * columns)
        let result = AlignedNumbers(rows * columns), panels = AlignedNumbers(kernels.packed_count(depth, columns))
        return Stopwatch.rounds {
            if transpose == "NT" {
                kernels.pack(depth, columns, right.base, 1, depth, panels.base)
            } else {
                kernels.pack(depth, columns, right.base, columns, 1, panels.base)
            }
            kernels.gemm(
                rows, columns, depth, left.base, transpose == "TN" ? 1 : depth, transpose == "TN" ? rows : 1,
                panels.base, result.base, columns, 0, nil, lacuna_activation_identity)
        }
    }
}

/// Numbers between −1 and 1 on a cache line's boundary.
final class AlignedNumbers {
    let base: UnsafeMutablePointer<Float>

    init(_ count: Int, low: Float = -1, high: Float = 1) {
        base = UnsafeMutableRawPointer.allocate(byteCount: max(count, 16) * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: max(count, 16))
        for index in 0..<max(count, 16) {
            let share = Float((index * 7919) % 1000) / 999
            base[index] = low + (high - low) * share
        }
    }

    deinit { base.deallocate() }
}
