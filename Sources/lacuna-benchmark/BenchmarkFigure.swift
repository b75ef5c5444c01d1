import Foundation
import LacunaCommand

/// One measured number beside its target.
struct BenchmarkFigure {
    var name: String
    /// The median over the rounds.
    var value: Double
    /// The best of the rounds.
    var best: Double
    var unit: String
    /// Floating-point operations a second as a share of the measured peak of the cores in use, where it has a meaning.
    var shareOfPeak: Double?
    /// The target, with its direction: `≥ 230`.
    var target: String?

    var cells: [String] {
        [
            name, String(format: value >= 100 ? "%.0f (best %.0f)" : "%.3f (best %.3f)", value, best), unit,
            shareOfPeak.map { String(format: "%.0f %%", 100 * $0) } ?? "", target ?? "",
        ]
    }

    var json: JSONText {
        .object([
            ("name", .string(name)), ("median", .number(value)), ("best", .number(best)), ("unit", .string(unit)),
            ("shareOfPeak", .optional(shareOfPeak)), ("target", target.map { .string($0) } ?? .null),
        ])
    }
}

/// Wall-clock time.
enum Stopwatch {
    static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

    /// Seconds a call, one number a round; a round repeats the body until it takes at least `seconds`.
    static func rounds(_ count: Int = 9, seconds: Double = 0.05, _ body: () -> Void) -> [Double] {
        body()
        var repetitions = 1
        while true {
            let start = now()
            for _ in 0..<repetitions { body() }
            if now() - start >= seconds { break }
            repetitions *= 2
        }
        return (0..<count).map { _ in
            let start = now()
            for _ in 0..<repetitions { body() }
            return (now() - start) / Double(repetitions)
        }
    }

    static func median(_ numbers: [Double]) -> Double {
        let sorted = numbers.sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}
