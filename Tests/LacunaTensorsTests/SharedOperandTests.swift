import LacunaTensors
import Testing

/// Operands that lie in the same memory, wholly or in part: each still has its own share of the gradient.
@Suite struct SharedOperandTests {
    static let square = TensorShape(rows: 2, samples: 4, features: 4)

    @Test func gradientsAgreeWithDifferences() throws {
        let uses: [(name: String, make: (Tape, Tensor) -> Tensor)] = [
            ("product with the transpose", { $1 * $1.transposed() }),
            ("quotient by a repeated slice", { $1 / ($1.features(1..<2)) }),
            ("difference of overlapping slices", { $1.features(0..<3) - $1.features(1..<4) }),
            ("product of two repeated slices", { $1.slice(0..<1, along: .rows) * $1.slice(1..<2, along: .samples) }),
            ("maximum with a repeated row", { $0.maximum($1, $1.slice(0..<1, along: .samples) * 1.1) }),
            ("minimum with itself turned", { $0.minimum($1, $1.transposed().tanh()) }),
            (
                "select between slices",
                {
                    $0.select(
                        $0.constant([1, 0, 1], TensorShape(features: 3)), $1.features(0..<3), else: $1.features(1..<4))
                }
            ),
            ("matrix product with the transpose", { $1.matrixProduct($1.transposed()) }),
            ("matrix product with itself", { $1.matrixProduct($1) }),
            ("concatenated with itself", { $0.concatenate([$1, $1, $1.transposed()], along: .features).exp() }),
            ("density at its own mean", { $0.gaussianLogDensity($1, mean: $1, standardDeviation: $0.constant(0.7)) }),
            (
                "density of one slice about another",
                {
                    $0.gaussianLogDensity(
                        $1.features(0..<1), mean: $1.features(1..<2), standardDeviation: $1.features(2..<3))
                }
            ),
            (
                "density with all parameters from one head",
                {
                    $0.studentTLogDensity(
                        $1.features(0..<2), location: $1.features(1..<3), scale: $1.features(2..<4),
                        degreesOfFreedom: $1.features(0..<2))
                }
            ),
            ("bernoulli of itself", { $0.bernoulliLogDensity($1, logit: $1.transposed()) }),
            (
                "sums along every axis",
                { tape, x in
                    x.sum(over: .rows) + x.sum(over: .samples) * x.sum(over: .features)
                }
            ),
        ]
        for use in uses {
            let deviation = try gradientDeviation([numbers(Self.square, low: 0.4, high: 1.9)]) { use.make($0, $1[0]) }
            #expect(deviation < 1e-7, "\(use.name) deviates by \(deviation)")
        }
    }
}
